"""Every property on a part of two lines: what is right passes, and each way to be wrong is noticed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from comparisons.checks import CHECKS
from comparisons.checks.example import CandidateError, Example
from comparisons.pairs.metric_pair import MetricPair
from comparisons.pairs.pair import NotRecordedError
from tests.judging.part import Part, case_of, changed, found_by, passes, squared

X = [[3.0, -0.5, 1.0], [0.25, 2.0, -4.0]]


def with_state(value):
    return lambda case: {**squared(case), "state mean": np.asarray(value)}


def without(what, side=squared):
    return lambda case: {name: value for name, value in side(case).items() if name != what}


def test_output_and_state_are_compared():
    assert [each.what for each in found_by("forward", Part(mine=with_state([1.0]), theirs=with_state([1.0])), case_of(X))] == [
        "output", "state mean",
    ]  # fmt: skip
    assert passes("forward", Part(mine=with_state([1.0]), theirs=with_state([1.0])), case_of(X))
    assert not passes("forward", Part(mine=with_state([1.0]), theirs=with_state([1.5])), case_of(X))
    assert not passes("forward", Part(mine=changed(output=lambda y: y * (1 + 1e-9))), case_of(X))
    (_, missing) = found_by("forward", Part(theirs=with_state([1.0])), case_of(X))
    assert missing.problem == "missing"
    assert missing.apart.size == missing.candidate.size == 0
    with pytest.raises(CandidateError, match="there is no output"):
        found_by("forward", Part(mine=without("output")), case_of(X))


def test_all_gradients_are_compared_and_none_is_too_many():
    pair = Part(weighted=True)
    case = pair.make_case({}, (2, 3), case_of(X).values, "float64", False)
    assert [each.what for each in found_by("gradients", pair, case)] == ["gradient of x", "gradient of weight"]
    assert passes("gradients", pair, case)
    wrong = replace(pair, mine=lambda case: {**squared(case), "gradient of weight": squared(case)["gradient of weight"] / 2})
    assert not passes("gradients", wrong, case)
    assert [each.problem for each in found_by("gradients", replace(pair, mine=without("gradient of x")), case)] == ["missing", ""]
    more = found_by("gradients", Part(mine=with_state([1.0])), case_of(X))
    assert [each.problem for each in more] == ["", "Keras has no such result"]
    assert more[1].reference.size == 0


def test_types_are_compared():
    assert passes("dtype", Part(mine=without("gradient of x")), case_of(X, "float32"))
    (output, gradient) = found_by("dtype", Part(mine=changed(output=lambda y: y.astype("float64"))), case_of(X, "float32"))
    assert output.problem == "dtype float64, Keras has float32"
    assert output.what == "dtype of output"
    assert gradient.passed


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gradients", "an optimizer has no gradients"), ("directional", "an optimizer has no gradients"),
        ("mode", "an optimizer has no training mode"), ("shapes", "an optimizer takes no batches"),
    ],
)  # fmt: skip
def test_why_a_check_is_left_out(name, expected):
    class Optimizer(Part):
        differentiable = False

        def shapes(self):
            return ()

    check = next(check for check in CHECKS if check.name == name)
    assert check.reason_against(Optimizer(what="optimizer")) == expected
    assert check.reason_against(Optimizer(what="metric")) == expected.replace("an optimizer", "a metric")
    assert check.reason_against(Part()) is None


def test_other_reasons_against():
    reasons = {check.name: check.reason_against for check in CHECKS}
    assert reasons["kinks"](Part()) == "smooth: no point needs a convention"
    assert reasons["kinks"](Part(kinks=(0.0,))) is None
    assert reasons["samples"](Part(samples_meet="they meet")) == "they meet"
    assert reasons["samples"](Part()) is None
    assert reasons["bad input"](Part()) == "there is nothing that both sides refuse"
    assert reasons["bad input"](Part(refused=({"units": 0},))) is None
    assert [reasons["special values"](Part(what=kind)) is None for kind in ("layer", "loss", "optimizer", "schedule", "initializer")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    for name, kind in (("updates", "optimizer"), ("special gradients", "optimizer"), ("streaming", "metric")):
        assert reasons[name](Part(what=kind)) is None
        assert reasons[name](Part()).startswith("only ")
    assert reasons["forward"](Part(skips={"forward": "elsewhere"})) == "elsewhere"


class Scalar(Part):
    """x is one number, and has no samples."""

    def one_sample(self, case, row):
        return case


def test_each_sample_alone_is_as_in_the_batch():
    case = case_of([*X, [1.0, 1.0, 1.0]])
    assert [each.what for each in found_by("samples", Part(), case)] == ["output for sample 0 alone", "output for sample 2 alone"]
    assert len(found_by("samples", Part(), case_of([[1.0]]))) == 1
    assert not found_by("samples", Part(), case_of(np.zeros((0, 2))))
    assert not found_by("samples", Scalar(), case_of(1.0))
    assert not found_by("samples", Part(alone=False), case)
    assert passes("samples", Part(), case)
    leaking = Part(mine=lambda case: {**squared(case), "output": case.x**2 + 1e-9 * case.x.mean()})
    assert [each.passed for each in found_by("samples", leaking, case)] == [False, False]
    last = Part(mine=lambda case: {"output": case.x**2 + (len(case.x) == 1) * (case.x[:, :1] == 1)})
    assert [each.passed for each in found_by("samples", last, case)] == [True, False]


def test_samples_are_taken_from_the_example_that_has_an_output_for_each():
    class Reduced(Part):
        def by_sample(self, case):
            return case.with_x(2 * case.x)

    seen = []

    def mine(case):
        seen.append(case.x.copy())
        return squared(case)

    assert passes("samples", Reduced(mine=mine), case_of(X))
    assert sorted(len(x) for x in seen) == [1, 1, 2]
    assert all(abs(x).max() in (6.0, 8.0) for x in seen)


def test_a_candidate_that_is_slightly_off_alone_is_measured_by_the_rows_noise():
    full = Example(Part(), case_of(X)).allowance_of("output")

    def off(share):
        def mine(case):
            row = np.flatnonzero(np.asarray(X)[:, 0] == case.x[0, 0])
            return {"output": case.x**2 + (share * full[row] if len(case.x) == 1 else 0.0)}

        return Part(mine=mine)

    assert passes("samples", off(0.9), case_of(X))
    assert not passes("samples", off(1.2), case_of(X))


def training_scales(case):
    return {"output": case.x * (2.0 if case.training else 1.0)}


@pytest.mark.parametrize("training", [False, True])
def test_training_changes_what_it_changes_in_keras(training):
    case = case_of(X, training=training)
    same, differs = squared, training_scales
    assert passes("mode", Part(), case)
    assert passes("mode", Part(mine=differs, theirs=differs), case)
    (compared,) = found_by("mode", Part(mine=differs, theirs=same), case)
    assert compared.problem == "scratch gives different results, Keras the same ones"
    (compared,) = found_by("mode", Part(mine=same, theirs=differs), case)
    assert compared.problem == "scratch gives the same results, Keras different ones"
    more = Part(mine=lambda case: {"output": case.x} | ({"mask": case.x} if case.training else {}))
    assert not passes("mode", more, case)
    one_of_two = Part(mine=lambda case: {"output": case.x, "state": case.x * (1 + case.training)})
    assert not passes("mode", one_of_two, case)


def at_kink(slope):
    def side(case):
        dy = case.upstream(case.x.shape)
        return {"output": np.maximum(case.x, 0), "gradient of x": np.where(case.x == 0, slope, case.x > 0) * dy}

    return side


def test_a_convention_at_a_kink_is_compared():
    right = Part(mine=at_kink(0.0), theirs=at_kink(0.0), kinks=(0.0,))
    compared = found_by("kinks", right, case_of(X))
    assert [each.what for each in compared] == ["output", "gradient of x"]
    assert all(each.passed and each.settled for each in compared)
    assert 0 < (compared[0].example.x == 0).sum() < compared[0].example.x.size
    assert np.abs(compared[0].example.x).max() < 1e-14
    for slope in (1.0, 0.5, 1e-9):
        assert not passes("kinks", replace(right, mine=at_kink(slope)), case_of(X))


def test_arguments_are_compared_by_name_default_and_order():
    class Signed(Part):
        def arguments(self):
            return mine

        def reference_arguments(self):
            return theirs

    def said():
        return [(each.what, each.problem) for each in found_by("arguments", Signed(), case_of(X))]

    mine, theirs = {}, {"alpha": 1.0}
    assert said() == [("no arguments", "")]
    mine, theirs = {"alpha": 1, "axis": [1, 2]}, {"alpha": 1.0, "axis": (1, 2), "beta": 2}
    assert said() == [("argument alpha", ""), ("argument axis", "")]
    assert all(each.settled and each.passed for each in found_by("arguments", Signed(), case_of(X)))
    mine = {"axis": (1,), "gamma": 1, "alpha": 2.0}
    assert said() == [
        ("argument axis", "default (1,), Keras has (1, 2)"), ("argument gamma", "Keras has none of this name"),
        ("argument alpha", "default 2.0, Keras has 1.0"), ("order of arguments", "axis, gamma, alpha; Keras has alpha, axis, beta"),
    ]  # fmt: skip
    mine, theirs = {"axis": 1}, {"axis": (1,)}
    assert said() == [("argument axis", "default 1, Keras has (1,)")]
    mine, theirs = {"axis": (1,)}, {"axis": 1}
    assert said() == [("argument axis", "default (1,), Keras has 1")]
    for each in found_by("arguments", Signed(), case_of(X)):
        assert each.candidate.size == each.reference.size == 0
    mine, theirs = {"beta": 1, "alpha": 1}, {"alpha": 1, "beta": 1}
    (order,) = [each for each in found_by("arguments", Signed(), case_of(X)) if not each.passed]
    assert order.candidate.size == order.reference.size == 0


def test_other_shapes_are_tried():
    compared = found_by("shapes", Part(), case_of(X))
    assert {each.what for each in compared} == {
        f"{what} for x of shape {shape}" for what in ("output", "gradient of x") for shape in ((1, 1), (0, 2), (2, 3, 1))
    }
    assert [each.settled for each in compared] == [each.reference.size == 0 for each in compared]
    assert all(each.passed for each in compared)
    assert not passes("shapes", Part(mine=changed(output=np.squeeze)), case_of(X))
    assert any(each.problem == "missing" for each in found_by("shapes", Part(mine=without("gradient of x")), case_of(X)))
    assert all(each.example.x.shape != np.shape(X) for each in compared)


def refusing(when, side=squared):
    def refuses(case):
        if when(case):
            raise ValueError("no")
        return side(case)

    return refuses


def nan_for(when):
    return lambda case: {"output": np.full(case.x.shape, np.nan), "labels": np.ones(1, int)} if when(case) else squared(case)


def empty(case):
    return case.x.size == 0


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (refusing(empty), refusing(empty), ""),
        (refusing(empty), squared, "scratch refuses, Keras accepts"),
        (squared, refusing(empty), "scratch accepts, Keras refuses"),
        (refusing(lambda case: case.x.ndim == 3), nan_for(lambda case: case.x.ndim == 3), ""),
    ],
)
def test_both_compute_or_both_refuse(mine, theirs, said):
    found = [each for each in found_by("shapes", Part(mine=mine, theirs=theirs), case_of(X)) if "refusal" in each.what]
    assert [each.problem for each in found] == [said]
    assert [each.passed for each in found] == [not said]


class Nothing(Part):
    """What an empty batch should give is known."""

    expected: object = None

    def on_nothing(self, case):
        return self.expected


def nothing(expected, **sides):
    pair = Nothing(keras_faults={"shapes": "an empty batch raises"}, **sides)
    object.__setattr__(pair, "expected", expected)
    return [each for each in found_by("shapes", pair, case_of(X)) if "(0, 2)" in each.what]


def test_where_keras_is_wrong_about_nothing_a_batch_of_one_says_what_is_right():
    right = {"output": np.zeros((0, 2))}
    (compared,) = nothing(right, theirs=refusing(empty))
    assert (compared.passed, compared.settled, compared.overruled) == (True, True, 1)
    (compared,) = nothing(right)
    assert (compared.passed, compared.overruled) == (True, 0)
    (compared,) = nothing(right, theirs=lambda case: {**squared(case), "output": np.zeros((0, 3) if empty(case) else case.x.shape)})
    assert (compared.passed, compared.overruled) == (True, 1)
    (compared,) = nothing(right, theirs=without("output"))
    assert compared.overruled == 1
    (compared,) = nothing({"output": np.zeros((0, 5))}, theirs=refusing(empty))
    assert (compared.passed, compared.overruled) == (False, 0)
    assert {each.what.split()[0] for each in nothing(None, theirs=refusing(empty))} == {"output", "gradient"}
    (refusal,) = nothing(right, mine=refusing(empty))
    assert refusal.problem == "scratch refuses, Keras accepts"


def test_without_a_stated_fault_an_empty_batch_is_as_any_other():
    pair = Nothing(theirs=refusing(empty))
    assert any(each.problem == "scratch accepts, Keras refuses" for each in found_by("shapes", pair, case_of(X)))


def isnan(case):
    return bool(np.isnan(case.x).any())


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (refusing(isnan), refusing(isnan), ""), (refusing(isnan), nan_for(isnan), ""),
        (squared, refusing(isnan), "scratch accepts, Keras refuses"), (squared, lambda case: {"output": np.ones(2)}, "both accept"),
        (refusing(isnan), lambda case: {"output": np.ones(2)}, "scratch refuses, Keras accepts"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_by_both(mine, theirs, said):
    (compared,) = found_by("bad input", Part(mine=mine, theirs=theirs, refused=({},)), case_of(X))
    assert compared.problem == said
    assert compared.passed == (not said)
    if said:
        assert isnan(compared.example)
        assert compared.what == "no numbers"
        assert compared.candidate.size == compared.reference.size == 0


def test_what_was_not_recorded_is_no_refusal():
    def theirs(case):
        raise NotRecordedError("no")

    with pytest.raises(NotRecordedError):
        found_by("bad input", Part(theirs=theirs), case_of(X))


def test_a_pure_part_leaves_everything_as_it_was():
    compared = found_by("purity", Part(), case_of(X))
    assert [each.what for each in compared if "call" in each.what] == [
        "x after the call", "upstream gradient after the call", "upstream gradient after the call", "output after a second call",
        "output of a second call", "gradient of x after a second call", "gradient of x of a second call",
    ]  # fmt: skip
    assert all(each.passed for each in compared)
    assert [each.what for each in compared][-2:] == ["NumPy's global random state", "memory of the results"]
    assert "memory of the results" not in [each.what for each in found_by("purity", Part(shares=True), case_of(X))]


def impure(action):
    def side(case):
        right = squared(case)
        return right | (action(case, right) or {})

    return Part(mine=side)


BUFFER = np.zeros((2, 3))


def overwrites(case, right):
    case.x[...] = 1


def overwrites_one_bit(case, right):
    case.x[0, 0] = np.nextafter(case.x[0, 0], 9)


def turns_a_zero(case, right):
    case.x[...] = np.where(case.x == 0, -case.x, case.x)


def overwrites_dy(case, right):
    case.handed[-1][...] = 1


def draws(case, right):
    """One number of the 624 that are made at a time."""
    np.random.rand()  # noqa: NPY002  # that is the bug


@pytest.fixture(autouse=True)
def _in_the_midst():
    np.random.rand()  # noqa: NPY002  # so that the next number changes nothing but the place


def one_buffer(case, right):
    BUFFER[...] = BUFFER + right["output"]
    return {"output": BUFFER}


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (overwrites, "x after the call"), (overwrites_one_bit, "x after the call"), (overwrites_dy, "upstream gradient after the call"),
        (draws, "NumPy's global random state"), (one_buffer, "output after a second call"),
        (lambda case, right: {"output": case.x}, "output"), (lambda case, right: {"output": case.x[:, ::2]}, "output"),
        (lambda case, right: {"output": right["output"], "state": np.asarray(next(COUNTER))}, "state of a second call"),
    ],
)  # fmt: skip
def test_an_impure_one_does_not(action, said):
    assert said in [each.what for each in found_by("purity", impure(action), case_of(X)) if not each.passed]


COUNTER = iter(range(100))


def test_a_sign_that_no_difference_shows_is_a_change_too():
    zeros = case_of([[0.0, 1.0]])
    (compared,) = [each for each in found_by("purity", impure(turns_a_zero), zeros) if not each.passed]
    assert compared.problem == "changed"


def test_what_shares_memory_is_named_with_what_it_shares():
    case = case_of(X, given={"mask": np.ones((2, 3))})
    shared = found_by("purity", impure(lambda case, right: {"output": case.given["mask"]}), case)
    assert [each.problem for each in shared if not each.passed] == ["shares memory with mask"]
    beside = np.zeros((2, 6))
    apart = case_of(X).with_x(beside[:, ::2])
    neighbours = Part(mine=lambda case: {"output": beside[:, 1::2]})
    assert all(each.passed for each in found_by("purity", neighbours, apart))


@dataclass(frozen=True)
class Counts(MetricPair):
    """A metric of the simplest kind: the mean of x, batch by batch."""

    off: float = 0.0

    def candidate(self, case):
        return {"output": np.array([1.0, 2.0 + self.off])}

    def reference(self, case):
        return {"output": np.array([1.0, 2.0]) * (1 + 0.25 * (case.noise is not None)), "state total": np.array([3.0])}


def test_metrics_that_count_have_no_noise_to_excuse_them():
    counted = {smooth: found_by("streaming", Counts("Mean", off=0.125, smooth=smooth), case_of(X)) for smooth in (True, False)}
    assert [each.passed for each in counted[True]] == [True, False]
    assert [each.passed for each in counted[False]] == [False, False]
    for compared in counted.values():
        assert compared[0].quantity == "output"
        assert compared[1].problem == "missing"
        assert compared[1].candidate.size == 0
    assert found_by("streaming", Counts("Mean", smooth=False), case_of(X))[0].passed
