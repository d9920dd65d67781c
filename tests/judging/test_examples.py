"""One example: who is asked how often, what noise and rays find, and what is allowed."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from comparisons.checks.check import Check
from comparisons.checks.engine import CheckResult, check_cases, explore, passes, run_checks
from comparisons.checks.example import PROBES, RAY, CandidateError, Example, KerasError
from comparisons.checks.failure import first_failure, on_specimen
from comparisons.checks.kinks import Still
from comparisons.judging import alike, judge, undecided
from comparisons.pairs.pair import NotRecordedError
from comparisons.tolerance import allowance
from tests.judging.part import Part, case_of, changed, squared

U = 2.0**-52
X = [[3.0, -0.5]]


class Counting:
    """A side, and the cases that it was asked about."""

    def __init__(self, side=squared):
        self.side, self.cases = side, []

    def __call__(self, case):
        self.cases.append(case)
        return self.side(case)


def raising(problem):
    def side(case):
        raise problem

    return side


def test_each_side_is_asked_once():
    mine, theirs = Counting(), Counting()
    example = Example(Part(mine=mine, theirs=theirs), case_of(X))
    for _ in range(2):
        assert example.candidate["output"][0, 0] == example.reference["output"][0, 0] == 9
    assert len(mine.cases) == len(theirs.cases) == 1


def test_the_candidate_gets_a_copy_unless_it_is_to_have_the_case_itself():
    mine = Counting()
    example = Example(Part(mine=mine), case_of(X))
    example.call(example.case)
    example.call(example.case, own=True)
    assert mine.cases[0].x is not example.case.x
    assert mine.cases[1].x is example.case.x


def test_what_the_candidate_did_not_compute_is_its_error():
    example = Example(Part(), case_of(X))
    with pytest.raises(CandidateError, match="KeyError: 'there is no state'") as caught:
        example.candidate["state"]
    assert caught.value.case is not None


@pytest.mark.parametrize("warning", [lambda x: np.exp(x * 1000), lambda x: np.log(-abs(x)), lambda x: x / 0])
def test_a_warning_of_numpy_is_the_candidates_error(warning):
    def side(case):
        return {"output": warning(case.x)}

    with pytest.raises(CandidateError, match="FloatingPointError"):
        _ = Example(Part(mine=side), case_of(X)).candidate


def test_underflow_is_none():
    assert Example(Part(mine=lambda case: {"output": np.exp(case.x * 0 - 1000)}), case_of(X)).candidate["output"].max() == 0


def test_who_raised_is_said_and_what_is_not_recorded_is_nobodys_error():
    with pytest.raises(CandidateError, match="TypeError: no"):
        _ = Example(Part(mine=raising(TypeError("no"))), case_of(X)).candidate
    with pytest.raises(KerasError, match="TypeError: no"):
        _ = Example(Part(theirs=raising(TypeError("no"))), case_of(X)).reference
    with pytest.raises(NotRecordedError):
        _ = Example(Part(theirs=raising(NotRecordedError("x"))), case_of(X)).reference


def test_without_an_opinion_keras_is_taken_at_its_word():
    class Silent(Part):
        def opinion(self, case):
            raise ValueError("no such kernel")

    assert Example(Silent(), case_of(X)).third == {}
    assert Example(Part(), case_of(X, "float32")).third["output"].dtype == "float64"


def test_six_probes_move_everything_by_one_unit():
    theirs = Counting()
    pair = Part(theirs=theirs, weighted=True)
    example = Example(pair, pair.make_case({}, (2, 3), case_of(X).values, "float64", False))
    assert PROBES == 6
    probes = example.probes()
    assert len(probes) == len(theirs.cases) == 6
    assert example.probes(2) == probes[:2]
    assert len(theirs.cases) == 6
    for number, case in enumerate(theirs.cases):
        assert case.noise == number
        for name in ("x", "weight"):
            np.testing.assert_allclose(np.abs(case.inputs[name] / example.case.inputs[name] - 1), U, rtol=1e-3)
    assert len({case.x.tobytes() for case in theirs.cases}) > 3


def test_the_spread_is_the_largest_move_and_none_where_it_is_no_number():
    moves = iter([0.0, 1e-3, 5e-3, -7e-3, np.inf, np.nan, 2e-3])

    def theirs(case):
        return {"output": case.x * 0 + 1 + next(moves)}

    example = Example(Part(theirs=theirs), case_of(X))
    assert (example.reference["output"] == 1).all()
    np.testing.assert_allclose(example.spread("output"), 7e-3, rtol=1e-12)
    moves = iter([np.nan] * 7)
    assert (Example(Part(theirs=theirs), case_of(X)).spread("output", 1) == 0).all()


def test_whole_numbers_are_not_moved():
    theirs = Counting(lambda case: {"output": case.x.astype("float64")})
    example = Example(Part(theirs=theirs), case_of([[1, 2]], "int64"))
    assert example._noisy(0).x is example.case.x
    assert example._on_ray(0.5) is example.case
    assert Example(Part(), case_of(X))._on_ray(0.5).x[0, 0] == 1.5


def test_the_scale_is_the_largest_value_along_the_ray():
    """x (1 - x): 6 at x = 3, and at x / 2 it is 0.75; for x = 1 it is 0, and 0.25 half-way."""

    def theirs(case):
        return {"output": case.x * (1 - case.x)}

    assert Example(Part(theirs=theirs), case_of([[3.0]])).scales == {"output": 6}
    assert Example(Part(theirs=theirs), case_of([[1.0]])).scales == {"output": 0.25}
    assert Example(Part(theirs=theirs, meets=lambda case: 7.0), case_of([[3.0]])).scales == {"output": 7}
    assert RAY == (0.001, 0.1, 0.5)


@pytest.mark.parametrize(("what", "scale"), [("layer", 0.25), ("loss", 0.0)])
def test_of_layers_the_weights_are_made_small_as_well(what, scale):
    def theirs(case):
        w = case.inputs["weight"]
        return {"output": case.x**0 * (w * (1 - w))}

    case = case_of([[1.0]]).with_inputs(weight=np.ones(1))
    assert Example(Part(theirs=theirs, what=what), case).scales == {"output": scale}


def test_a_layer_without_weights_has_no_ray_of_them():
    theirs = Counting()
    assert Example(Part(theirs=theirs), case_of(X)).scales["output"] == 9
    assert len(theirs.cases) == 4


def test_recorded_noise_is_taken_as_it_is():
    class Recorded(Part):
        def noise(self, case):
            return {"output": (np.full(case.x.shape, 0.5), 2.0)}

    example = Example(Recorded(theirs=Counting()), case_of(X))
    expected = allowance(spread=0.5, scale=2.0, dtype="float64")
    np.testing.assert_array_equal(example.allowance_of("output"), np.full((1, 2), expected))
    np.testing.assert_array_equal(example.allowance_of("output", ray=False), np.full((1, 2), expected))
    assert len(example.pair.theirs.cases) == 1


def test_what_is_allowed_comes_from_spread_and_scale():
    example = Example(Part(), case_of([[3.0, -0.5], [1.0, 0.0]]))
    expected = allowance(spread=example.spread("output"), scale=9.0, dtype="float64")
    np.testing.assert_array_equal(example.allowance_of("output"), expected)
    np.testing.assert_array_equal(example.allowance_of("output", slice(1, 2)), expected[1:])
    assert example.allowed.keys() == {"output", "gradient of x"}
    first = allowance(spread=example.spread("output", 1), scale=9.0, dtype="float64")
    np.testing.assert_array_equal(example.allowance_of("output", probes=1, ray=False), first)
    small = Example(Part(meets=lambda case: 20.0), case_of([[3.0, -0.5]]))
    np.testing.assert_array_equal(
        small.allowance_of("output", probes=1, ray=False), allowance(spread=small.spread("output", 1), scale=20.0, dtype="float64")
    )


def off_by(allowances):
    """A pair whose output is off by that share of what is allowed, and its reference's counter."""
    full = Example(Part(), case_of(X)).allowance_of("output")
    theirs = Counting()
    return Part(mine=changed(output=lambda y: y + allowances * full), theirs=theirs), theirs


@pytest.mark.parametrize(("share", "passed"), [(0.5, True), (0.99, True), (1.01, False), (-1.01, False)])
def test_all_that_is_measured_may_be_used_and_no_more(share, passed):
    pair, _ = off_by(share)
    compared = Example(pair, case_of(X)).judge("output")
    assert compared.passed == passed
    assert compared.headroom == pytest.approx(abs(share), rel=1e-2)


def bent_beside_one(case):
    """0 at x = 1, and 0.25 half-way to 0; to the right of 1 it is steeper than to the left, so that noise has to come from both sides."""
    return {"output": np.where(case.x > 1, 8.0, 1.0) * (case.x - 1) * -case.x}


@pytest.mark.parametrize(
    ("theirs", "x", "by", "asked"),
    [
        (squared, X, 0.0, 1),
        (lambda case: {"output": case.x + 2.0**12 * (case.x - np.asarray(X))}, X, 100 * 32 * U, 1 + 1),
        (lambda case: {"output": case.x * (1 - case.x)}, [[1.0]], 0.3 * 32 * U, 1 + 1 + 3),
        (squared, X, 5.0, 1 + 6 + 3),
    ],
    ids=["nothing", "one probe", "and the ray", "everything"],
)
def test_measuring_costs_only_as_much_as_it_must(theirs, x, by, asked):
    counting = Counting(theirs)
    compared = Example(Part(mine=lambda case: {"output": theirs(case)["output"] + by}, theirs=counting), case_of(x)).judge("output")
    assert len(counting.cases) == asked
    assert compared.passed == (by < 1)


def test_at_last_everything_counts_six_probes_and_the_ray():
    x = np.ones((1, 6))
    example = Example(Part(theirs=bent_beside_one), case_of(x))
    full = example.allowance_of("output")
    assert (full > example.allowance_of("output", probes=1)).any()
    assert (full > example.allowance_of("output", ray=False)).all()
    for share, passed in ((0.99, True), (1.01, False)):
        mine = Part(mine=lambda case, share=share: {"output": share * full}, theirs=bent_beside_one)
        assert Example(mine, case_of(x)).judge("output").passed == passed


def test_a_comparison_knows_its_quantity_and_its_example():
    example = Example(Part(), case_of(X))
    compared = example.judge("output")
    assert compared.quantity == compared.what == "output"
    assert compared.example is example.case
    assert example.judge("output", np.ones((1, 2))).headroom > 1
    assert example.judge("output", None, np.ones((1, 2))).headroom > 1


def test_at_kinks_inputs_stay_where_they_are():
    still = Still(Part(), case_of(X))._noisy(4)
    assert still.x is not None
    np.testing.assert_array_equal(still.x, X)
    assert still.noise == 4


def probe(*yields, **more):
    return Check("probe", "", lambda example: iter([each(example) if callable(each) else each for each in yields]), **more)


def same(value=1.0):
    return judge("output", np.full(2, value), np.full(2, value), dtype="float64")


def test_one_run_counts_and_keeps_its_first_failure():
    example, result = Example(Part(), case_of(X)), CheckResult("probe", "float64")
    bad, worse = (judge("output", np.full(2, value), np.zeros(2), dtype="float64") for value in (1.0, 2.0))
    assert passes(probe(same(), same(2.0)), example, result)
    assert (result.examples, result.compared, result.counterexample) == (1, 2, None)
    assert not passes(probe(same(), bad, worse, same()), example, result)
    assert (result.examples, result.compared) == (2, 6)
    assert result.counterexample.compared is bad
    assert result.counterexample.case is example.case
    assert passes(probe(same()), example, result)
    assert result.counterexample.compared is bad


def test_what_raises_fails_with_the_first_words():
    example, result = Example(Part(mine=raising(TypeError("no"))), case_of(X)), CheckResult("probe", "float64")
    assert not passes(probe(lambda example: example.judge("output")), example, result)
    assert result.error == "TypeError: no"
    assert result.counterexample.compared.problem == "raised TypeError: no"
    assert result.counterexample.compared.apart.size == 0
    other = Example(Part(mine=raising(ValueError("later"))), case_of(X))
    assert not passes(probe(lambda example: example.judge("output")), other, result)
    assert result.error == "TypeError: no"


def test_what_is_not_recorded_fails_and_says_so():
    example, result = Example(Part(theirs=raising(NotRecordedError("x"))), case_of(X)), CheckResult("probe", "float64")
    assert not passes(probe(lambda example: example.judge("output")), example, result)
    assert result.error == "not recorded: x"
    assert result.counterexample.compared.problem == "not recorded: x"
    assert result.counterexample.compared.what == "call"


def test_a_check_that_failed_or_has_seen_enough_is_asked_no_more():
    seen = {"all": 0, "two": 0, "failing": 0}

    def counting(name, compared):
        def run(example):
            seen[name] += 1
            yield compared

        return run

    bad = judge("output", np.ones(2), np.zeros(2), dtype="float64")
    checks = [
        Check("all", "", counting("all", same())), Check("two", "", counting("two", replace(same(), settled=True)), examples=2),
        Check("failing", "", counting("failing", bad)),
    ]  # fmt: skip
    results = check_cases(Part(), checks, "float64", [case_of(X)] * 5)
    assert seen == {"all": 5, "two": 2, "failing": 1}
    assert [(result.name, result.dtype, result.examples) for result in results] == [
        ("all", "float64", 5), ("two", "float64", 2), ("failing", "float64", 1),
    ]  # fmt: skip


def large(case):
    """Wrong from four rows on."""
    right = squared(case)
    return {**right, "output": right["output"] + (len(case.x) >= 4)}


def test_the_smallest_failure_is_looked_for_and_then_shown_on_a_richer_example():
    (result,) = run_checks(Part(mine=large), [probe(lambda example: example.judge("output"))], "float64", examples=60, seed=1)
    assert result.name == "probe"
    assert not result.passed
    assert result.counterexample.case.x.shape == (4, 1)
    assert result.counterexample.case.values.decimals == 0
    assert result.specimen.case.x.shape == (4, 3)


def test_the_first_failure_is_left_as_it_was_found_if_nothing_smaller_is_wanted():
    (result,) = run_checks(Part(mine=large), [probe(lambda example: example.judge("output"))], "float64", examples=60, seed=1, shrink=False)
    assert not result.passed
    assert len(result.counterexample.case.x) > 4
    assert result.specimen is None


def test_what_passes_is_not_run_again():
    mine = Counting()
    (result,) = run_checks(Part(mine=mine), [probe(lambda example: example.judge("output"))], "float64", examples=7, seed=1)
    assert result.passed
    assert result.examples == len(mine.cases) == 7


def test_a_seed_repeats_its_examples_and_another_has_others():
    def drawn(seed):
        found = []
        explore(Part(), "float64", found.append, 10, seed, shrink=False)
        return [(case.x.shape, case.x.tobytes()) for case in found]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert len(drawn(1)) == 10


def test_the_first_failure_is_of_the_quantity_that_is_asked_for_if_any_is():
    pair = Part(mine=changed(output=lambda y: y + 1, gradient_of_x=lambda g: g + 1))
    check = probe(lambda example: example.judge("output"), lambda example: example.judge("gradient of x"))
    example = Example(pair, case_of(X))
    assert first_failure(check, example).compared.what == "output"
    assert first_failure(check, example, like="gradient of x").compared.what == "gradient of x"
    assert first_failure(check, example, like="state").compared.what == "output"
    assert first_failure(check, Example(Part(), case_of(X))) is None
    assert first_failure(check, Example(Part(mine=raising(TypeError("no"))), case_of(X))).compared.problem == "raised TypeError: no"


def test_a_failure_is_shown_on_the_example_it_was_made_on():
    other = case_of([[9.0]])
    check = probe(lambda example: Example(example.pair, other).judge("output"))
    failing = Part(mine=changed(output=lambda y: y + 1))
    assert first_failure(check, Example(failing, case_of(X))).case is other
    bad = judge("output", np.ones(2), np.zeros(2), dtype="float64")
    example = Example(failing, case_of(X))
    assert first_failure(probe(bad), example).case is example.case


def test_the_richer_example_has_the_largest_sizes_that_fail():
    check = probe(lambda example: example.judge("output"))

    def fails_above(units):
        def mine(case):
            right = squared(case)
            return {**right, "output": right["output"] + (case.settings.get("units", 0) >= units)}

        return Part(mine=mine, settings={"units": (1, 2, 5), "name": ("a",)})

    for least, shown in ((0, 5), (5, 5)):
        pair = fails_above(least)
        smallest = first_failure(check, Example(pair, case_of(X).with_settings(units=5)))
        assert on_specimen(pair, check, smallest).case.settings["units"] == shown
    alone = Part(mine=lambda case: {"output": case.x**2 + (case.settings.get("units") == 1)}, settings={"units": (1, 2, 5)})
    smallest = first_failure(check, Example(alone, case_of(X).with_settings(units=1)))
    assert on_specimen(alone, check, smallest).case.settings["units"] == 1
    small_only = Part(mine=lambda case: {"output": case.x**2 + (case.x.size == 2)})
    assert on_specimen(small_only, check, first_failure(check, Example(small_only, case_of(X)))) is None


@pytest.mark.parametrize("given", [{}, {"sample_weight": np.ones(1)}, {"sample_weight_0": np.ones(1)}, {"y_true": np.ones(1)}])
def test_the_richer_example_is_weighted_if_the_small_one_is(given):
    pair = Part(mine=changed(output=lambda y: y + 1), settings={"weighted": (False, True)})
    check = probe(lambda example: example.judge("output"))
    smallest = first_failure(check, Example(pair, case_of(X, given=given)))
    assert on_specimen(pair, check, smallest).case.settings["weighted"] == any("weight" in name for name in given)
    plain = Part(mine=changed(output=lambda y: y + 1))
    assert "weighted" not in on_specimen(plain, check, smallest).case.settings


def test_what_compared_nothing_or_skipped_nearly_all_has_not_passed():
    (nothing,) = check_cases(Part(), [probe()], "float64", [case_of(X)])
    (skipped,) = check_cases(Part(), [probe(undecided("slope", "bent"))], "float64", [case_of(X)])
    (good,) = check_cases(Part(), [probe(alike("dtype"))], "float64", [case_of(X)])
    assert [result.passed for result in (nothing, skipped, good)] == [False, False, True]


def test_a_long_sum_may_round_each_of_its_numbers():
    """1e8 and 2,000 numbers, added one by one: every one of them is rounded the same way."""
    numbers = np.concatenate([[1e8], np.full(2000, 400.0 + 2.0**-28)])
    one_by_one, exactly = float(np.cumsum(numbers)[-1]), math.fsum(numbers)
    off = abs(one_by_one - exactly)

    def added(case):
        return {"output": np.full(1, exactly)}

    def allowed(**more):
        return float(Example(Part(theirs=added, **more), case_of([[1e8]])).allowance_of("output")[0])

    assert allowed() < off < allowed(adds=lambda case: numbers.size)
    assert allowed(adds=lambda case: 64) == allowed()
