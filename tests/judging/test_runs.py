"""Checks are run on examples: what is counted, what fails, and when it is enough."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.engine import CheckResult, check_cases, explore, passes, run_checks
from comparisons.checks.example import Example
from comparisons.judging import alike, judge, undecided
from comparisons.pairs.pair import NotRecordedError
from tests.judging.asking import Counting, X, probe
from tests.judging.part import Part, case_of, raising, squared


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
    assert result.counterexample.case.x.shape == (4, 3)
    assert result.counterexample.case.values.decimals == 4
    assert result.specimen is None


def test_the_usual_settings_are_looked_at_first_in_both_modes_whatever_is_drawn():
    seen = []

    def look(example):
        seen.append((example.case.settings, example.case.training))
        yield example.judge("output")

    part = Part(settings={"a": (3, 1), "b": (False, True)})
    run_checks(part, [Check("look", "", look)], "float64", examples=6, seed=1)
    assert len(seen) == 6
    assert seen[:2] == [({"a": 3, "b": False}, True), ({"a": 3, "b": False}, False)]
    seen.clear()
    run_checks(part, [Check("look", "", look)], "float64", examples=1, seed=1)
    assert len(seen) == 1


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


def test_what_compared_nothing_or_skipped_nearly_all_has_not_passed():
    (nothing,) = check_cases(Part(), [probe()], "float64", [case_of(X)])
    (skipped,) = check_cases(Part(), [probe(undecided("slope", "bent"))], "float64", [case_of(X)])
    (good,) = check_cases(Part(), [probe(alike("dtype"))], "float64", [case_of(X)])
    assert [result.passed for result in (nothing, skipped, good)] == [False, False, True]
