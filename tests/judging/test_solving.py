"""Numbers that a diagnosis solves for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from comparisons.diagnosis import solving
from comparisons.diagnosis.explanation import Explanation, Parameter
from tests.judging.observing import seen
from tests.judging.part import Part, case_of, raising, squared


def explanation(low, high, predict):
    return Explanation("x", "", predict, lambda pair: True, Parameter("p", (), low, high))


def solved(predict, mine, low, high, case=None) -> list[float]:
    observation = seen(mine, case)
    return list(solving.solutions(explanation(low, high, predict), Part(), squared, observation, "output"))


def times(pair, base, case, number):
    return {"output": case.x * number}


@pytest.mark.parametrize(("low", "high"), [(0.01, 100.0), (-50.0, 50.0), (2.0, 4.0)])
@pytest.mark.parametrize("number", [2.718281828459045, 3.0])
def test_an_open_number_is_solved_for_after_round_ones(low, high, number):
    found = solved(times, lambda case: {"output": case.x * number}, low, high)
    assert found[-1] == pytest.approx(number, rel=1e-12)
    if number != 3:
        assert found[:4] == [3, 2.7, 2.72, 2.718]
        assert len(found) % 5 == 0
    else:
        assert found[0] == 3


def test_up_to_three_entries_are_solved_the_most_sensitive_first():
    number = np.array([[2.517392, 2.517391], [1.2, 2.517393]])
    found = solved(times, lambda case: {"output": case.x * number}, 0.01, 100.0)
    assert found[4::5] == pytest.approx([2.517392, 2.517393, 2.517391], rel=1e-12), "the fourth entry is not asked"


@pytest.mark.parametrize("other", [9.0, 1.0])
def test_a_number_that_the_other_entries_rule_out_is_not_solved_for(other):
    """No number makes all of them right; two entries that round to either side of a grid's number are no contradiction."""
    assert not solved(times, lambda case: {"output": case.x * np.array([[2.5, other], [2.5, 2.5]])}, 0.01, 100.0)
    asked = float(np.geomspace(0.01, 100.0, solving.GRID)[20])
    either = np.array([[asked * (1 + 1e-12), asked * (1 - 1e-12)], [asked, asked]])
    assert solved(times, lambda case: {"output": case.x * either}, 0.01, 100.0)


def test_every_crossing_is_a_solution():
    found = solved(
        lambda pair, base, case, number: {"output": (number - 2.1) * (number - 7.3) * case.x},
        lambda case: {"output": case.x * 0},
        0.1,
        10.0,
    )
    assert {round(number, 9) for number in found} >= {2.1, 7.3}


def test_there_is_nothing_to_solve_for():
    right = {"predict": times, "mine": lambda case: {"output": case.x * 2}}
    assert solved(**right, low=1.0, high=1.0) == []
    asked = []

    def counting(pair, base, case, number):
        asked.append(number)
        return times(pair, base, case, number)

    assert solved(counting, right["mine"], 2.0, 2.0) == []
    assert not asked, "the known numbers are all there are"
    assert solved(**right, low=3.0, high=4.0) == []
    assert solved(**right, low=2.0, high=1.0) == []
    assert solved(**right, low=1.0, high=3.0)
    nothing = explanation(1.0, 3.0, times)
    assert not list(solving.solutions(replace(nothing, parameter=None), Part(), squared, seen(right["mine"]), "output"))
    assert not list(solving.solutions(nothing, Part(), squared, seen(raising(TypeError("no"))), "output"))
    assert solved(raising_predict, right["mine"], 1.0, 3.0) == []
    assert solved(lambda *a: {"output": np.ones((3, 1))}, right["mine"], 1.0, 3.0) == []
    assert (
        solved(lambda pair, base, case, number: {"output": case.x}, lambda case: {"output": case.x}, 1.0, 3.0, case_of(np.zeros((0, 2))))
        == []
    )


def raising_predict(*arguments: Any):
    raise ValueError("no")


def test_what_is_no_number_somewhere_counts_nothing():
    def sometimes(pair, base, case, number):
        return {"output": np.array([1e6 * number, number]) * np.array([np.nan if number > 2 else 1.0, 1.0])}

    found = solved(sometimes, lambda case: {"output": np.array([1e6, 2.5])}, 0.5, 5.0)
    assert any(number == pytest.approx(2.5, rel=1e-12) for number in found)


def test_from_zero_on_the_grid_is_even():
    seen_numbers = []

    def predict(pair, base, case, number):
        seen_numbers.append(number)
        return {"output": case.x * number}

    found = solved(predict, lambda case: {"output": case.x * 2.517392}, 0.0, 32.0)
    assert found[-1] == pytest.approx(2.517392, rel=1e-12)
    assert seen_numbers[:33] == list(range(33))
    for number in (2.0, 31.0):
        for sign in (1, -1):
            on_grid = solved(
                lambda *a, sign=sign: {"output": sign * a[2].x * a[3]},
                lambda case, n=number, sign=sign: {"output": sign * case.x * n},
                0.0,
                32.0,
            )
            assert on_grid[-1] == pytest.approx(number, rel=1e-12), "a number on the grid itself is found like any other"


def test_crossings_are_looked_for_one_interval_at_a_time_and_nowhere_else():
    roots = list(solving._roots(lambda number: np.array([np.cos(np.pi * number), 0.0]), 0.0, 32.0))
    assert roots == pytest.approx([n + 0.5 for n in range(32)])


@pytest.mark.parametrize(
    ("off", "root"),
    [
        (lambda number: number - 3.3, 3.3),
        (lambda number: 3.3 - number, 3.3),
        (lambda number: number**9 - 3.3**9, 3.3),
        (lambda number: np.log(number) - np.log(9.9), 9.9),
        (lambda number: 1 / number - 1 / 1.1, 1.1),
        (lambda number: np.exp(number) - np.exp(1.5), 1.5),
    ],
)
def test_false_position_comes_as_near_as_rounding_in_some_ten_questions(off, root):
    calls = []

    def counted(number):
        calls.append(number)
        return float(off(number))

    found = solving._root(counted, 1.0, 10.0)
    assert found == pytest.approx(root, rel=1e-12)
    assert calls[:2] == [1.0, 10.0]
    assert len(calls) < 40


@pytest.mark.parametrize("end", [np.inf, np.nan])
def test_an_end_without_a_number_is_halved(end):
    calls = []

    def off(number):
        calls.append(number)
        return end if number > 6 else number - 3.3

    assert solving._root(off, 1.0, 10.0) == pytest.approx(3.3, rel=1e-12)
    assert len(calls) < 20
    assert calls[2] == 5.5


def test_what_never_settles_ends():
    calls = []
    solving._root(lambda number: calls.append(number) or (-1.0 if len(calls) % 2 else 1.0), 1.0, 2.0)
    assert len(calls) <= 2 + solving.STEPS
