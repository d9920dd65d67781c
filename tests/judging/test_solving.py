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
    found = solved(times, lambda case: {"output": case.x * np.array([[2.517392, 3.546282], [4.512345, 1.528492]])}, 0.01, 100.0)
    assert found[4::5] == pytest.approx([2.517392, 1.528492, 3.546282], rel=1e-12)


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
    roots = list(solving._roots(lambda number: np.array([np.cos(np.pi * number), 1.0]), 0.0, 32.0))
    assert roots == pytest.approx([n + 0.5 for n in range(32)])


def test_an_interval_is_halved_until_rounding():
    calls = []

    def off(number):
        calls.append(number)
        return number - 3.3

    assert solving._bisected(off, 1.0, 10.0) == pytest.approx(3.3, rel=1e-13)
    assert calls[1] == pytest.approx(np.sqrt(10))
    assert 40 < len(calls) < 50
    calls.clear()
    assert solving._bisected(off, -10.0, 10.0) == pytest.approx(3.3, rel=1e-13)
    assert calls[1:3] == [0, 5]
    falling = solving._bisected(lambda number: 3.3 - number, 1.0, 10.0)
    assert falling == pytest.approx(3.3, rel=1e-13)
    calls.clear()
    solving._bisected(lambda number: calls.append(number) or number, -1e-300, 2e-300)
    assert len(calls) == 71
