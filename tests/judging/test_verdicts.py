"""From counts to verdicts: what a check has shown, and what becomes of a part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.checks import CHECKS, verdicts
from comparisons.checks.engine import CheckResult
from comparisons.checks.failure import Counterexample
from comparisons.checks.verdicts import STRICT_FROM, Component, check_pair, checks_for
from comparisons.judging import alike, judge, undecided, unlike
from comparisons.pairs.activations import ACTIVATIONS

LINEAR = next(pair for pair in ACTIVATIONS if pair.name == "linear")
FAILURE = Counterexample(None, unlike("output", 1, 2, "off"))


def result(name="forward", **more):
    return CheckResult(name, **{"dtype": "float64", "compared": 5, "low": 0.0, "high": 1.0, **more})


def failing(name="forward", **more):
    return result(name, counterexample=FAILURE, **more)


def component(*results, pair=LINEAR, examples=5, **more):
    return Component(pair, list(results), {}, seed=0, examples=examples, **more)


def test_comparisons_are_counted_in():
    found = CheckResult("forward", "float64")
    found.take(judge("output", np.array([1.0, 3.0]), np.array([1.0, 3.0 + 2.0**-50]), dtype="float64"))
    found.take(replace(judge("output", np.array([-1.0]), np.array([-1.0]), dtype="float64"), overruled=2))
    found.take(undecided("slope", "bent"))
    assert (found.compared, found.skipped, found.elements, found.overruled, found.settled) == (2, 1, 3, 2, False)
    assert (found.low, found.high) == (-1, 3 + 2.0**-50)
    assert found.headroom == pytest.approx(2.0**-50 / (32 * 2.0**-52 * 3), rel=1e-12)
    found.take(alike("dtype"))
    assert found.settled
    found.take(judge("output", np.ones(1), np.ones(1), dtype="float64"))
    assert found.settled


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, ""),
        ({"compared": 0}, "nothing was compared"),
        ({"low": 2.0, "high": 2.0}, "everything that was compared with is 2"),
        ({"low": 2.0, "high": 2.0, "settled": True}, ""),
        ({"low": np.inf, "high": -np.inf}, "nothing finite was compared"),
        ({"compared": 1, "skipped": 9}, ""),
        ({"compared": 100, "skipped": 901}, "901 of 1001 comparisons could not tell right from wrong"),
        ({"compared": 1, "skipped": 10}, "10 of 11 comparisons could not tell right from wrong"),
        ({"compared": 0, "skipped": 3}, "3 of 3 comparisons could not tell right from wrong"),
    ],
)  # fmt: skip
def test_what_has_shown_nothing_says_so_and_does_not_pass(counts, said):
    found = result(**counts)
    assert found.vacuous == said
    assert found.passed == (not said)


def test_a_failure_or_an_error_does_not_pass():
    assert result().passed
    assert not failing().passed
    assert not result(error="TypeError: no").passed


def test_verdicts():
    assert component(result(), result("gradients")).verdict == "match"
    assert component(result(), failing("gradients")).verdict == "mismatch"
    assert component(result(), result("gradients", error="TypeError")).verdict == "error"
    assert component(failing(), result("gradients", error="TypeError")).verdict == "mismatch"
    assert component(missing="no such part").verdict == "unrecognised"
    assert component(result(compared=0)).verdict == "mismatch"


def test_an_expected_failure_has_to_fail():
    known = {"gradients": "Keras rounds"}
    assert component(result(), failing("gradients"), expected_failures=known).verdict == "match"
    assert not component(result(), failing("gradients"), expected_failures=known).stale
    passing = component(result(), result("gradients"), expected_failures=known)
    assert passing.verdict == "mismatch"
    assert passing.stale == [
        "fails['gradients'] did not show (Keras rounds): remove it from the line of linear in comparisons/pairs/activations.py"
    ]


def faulty(examples=STRICT_FROM, dtypes=("float64",), overruled=0, missing="", name="forward"):
    pair = replace(LINEAR, keras_faults={"forward": "rounds"}, dtypes=dtypes)
    return component(result(name, overruled=overruled), pair=pair, examples=examples, missing=missing)


def test_a_fault_of_keras_has_to_show_once_there_was_enough_to_see_it():
    assert STRICT_FROM == 50
    assert faulty().verdict == "mismatch"
    assert len(faulty().stale) == 1
    for other in (faulty(examples=49), faulty(dtypes=("float64", "float32")), faulty(overruled=1), faulty(missing="no such part")):
        assert not other.stale
    assert faulty(overruled=1).verdict == "match"
    assert faulty(overruled=1, name="gradients").stale


def test_the_headroom_of_a_part_is_the_largest():
    assert component(result(headroom=0.25), result("gradients", headroom=0.5)).headroom == 0.5
    assert component().headroom == 0


def test_where_keras_was_overruled_is_noted_with_the_reason():
    pair = replace(LINEAR, keras_faults={"forward": "rounds"}, keras_quirks=("now and then",))
    noted = component(result(overruled=1200), result(dtype="float32", overruled=34), result("kinks", overruled=0), pair=pair).notes
    assert noted == ["keras-less-exact: rounds; now and then (elements: 1,234 in forward)"]
    assert component(result(overruled=1)).notes == ["keras-less-exact: rounding or overflow (elements: 1 in forward)"]
    assert component(result()).notes == []


def test_checks_apply_or_are_left_out_with_a_reason():
    applying, left_out = checks_for(LINEAR)
    names = {check.name for check in applying}
    assert names | set(left_out) == {check.name for check in CHECKS}
    assert not names & set(left_out)
    assert {"forward", "gradients", "directional"} <= names
    assert left_out["updates"] == "only optimizers update"
    assert left_out["kinks"] == "smooth: no point needs a convention"


@pytest.fixture
def asked(monkeypatch):
    """What `check_pair` runs, without running it."""
    calls = []

    def run(pair, checks, dtype, *, examples, seed):
        calls.append((dtype, [check.name for check in checks], examples, seed))
        return [result(dtype=dtype)]

    monkeypatch.setattr(verdicts, "run_checks", run)
    return calls


def there(missing=""):
    """LINEAR, without asking Keras whether it has it."""
    pair = object.__new__(type("There", (type(LINEAR),), {"missing": missing}))
    pair.__dict__.update(vars(LINEAR), fails={"forward": "known"})
    return pair


def test_every_type_is_tried_with_the_checks_that_are_meant_for_it(asked):
    found = check_pair(there(), examples=7, seed=3)
    assert [(dtype, examples, seed) for dtype, _, examples, seed in asked] == [(d, 7, 3) for d in ("float64", "float32", "float16")]
    by_dtype = {dtype: set(names) for dtype, names, _, _ in asked}
    assert "forward" in by_dtype["float64"] & by_dtype["float32"] & by_dtype["float16"]
    assert [dtype for dtype, names in by_dtype.items() if "directional" in names] == ["float64"]
    assert [dtype for dtype, names in by_dtype.items() if "arguments" in names] == ["float32"]
    assert [check.dtype for check in found.checks] == ["float64", "float32", "float16"]
    assert (found.seed, found.examples, found.expected_failures, found.missing) == (3, 7, {"forward": "known"}, "")


def test_types_that_are_asked_for_are_tried_if_there_are_any(asked):
    assert [check.dtype for check in check_pair(there(), examples=1, seed=0, dtypes=["float16", "bfloat16"]).checks] == ["float16"]


def test_nothing_is_tried_without_a_counterpart(asked):
    found = check_pair(there("not in this Keras"), examples=1, seed=0)
    assert not asked
    assert (found.verdict, found.missing) == ("unrecognised", "not in this Keras")
