"""Arrays as small tables: the part around the worst element, with digits enough to see the difference."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from comparisons.reports.matrices import MOST, inputs, sides

leaves = st.one_of(st.floats(), st.integers(), st.sampled_from(("nan", "inf", "x", None, True)))
nested = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4), max_leaves=20)


def found(candidate: Any, reference: Any, shares: Any, element: list[int]) -> dict[str, Any]:
    return {"candidate": candidate, "reference": reference, "shares": shares, "worst": {"element": element}, "problem": ""}


def texts(grid: Any) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def test_numbers_that_differ_read_differently_and_the_others_stay_short() -> None:
    mine, keras = sides(found([[1.0000000001, 0.1234567]], [[1.0, 0.1234567]], [[5.0, 0.1]], [0, 0]), "mine")
    assert texts(mine) == [["1.0000000001", "0.123457"]]
    assert texts(keras) == [["1", "0.123457"]]
    assert [cell.outside for cell in mine.rows[0]] == [True, False]


def test_a_share_that_is_no_number_is_outside() -> None:
    mine, _ = sides(found([1.0], [2.0], ["nan"], [0]), "mine")
    assert mine.rows[0][0].outside


def test_the_plane_and_the_window_hold_the_worst_element() -> None:
    cube = [[[100 * i + 10 * j + k for k in range(9)] for j in range(9)] for i in range(3)]
    shares = [[[0.0] * 9 for _ in range(9)] for _ in range(3)]
    shares[2][8][1] = 7.0
    mine, _ = sides(found(cube, cube, shares, [2, 8, 1]), "mine")
    assert mine.note == "[2, :, :], rows 3 to 8 of 9, columns 0 to 5 of 9"
    assert len(mine.rows) == MOST
    assert [[cell.text for cell in row if cell.outside] for row in mine.rows] == [[], [], [], [], [], ["281"]]


def test_a_number_alone_and_a_row_are_tables_too() -> None:
    mine, _ = sides(found(1.5, 2.5, 3.0, []), "mine")
    assert texts(mine) == [["1.5"]]
    assert [texts(grid) for grid in inputs({"inputs": {"x": [1, 2], "none": []}})] == [[["1", "2"]], [[]]]


def test_without_elements_there_is_nothing_side_by_side() -> None:
    assert sides({"problem": "shape (1,), Keras has (2,)", "candidate": [1], "reference": [1, 2], "shares": []}, "mine") == []
    assert sides({}, "mine") == []


@given(nested, nested, nested, st.lists(st.integers(-3, 9), max_size=5))
def test_no_array_is_too_odd(candidate: Any, reference: Any, shares: Any, element: list[int]) -> None:
    for grid in [*sides(found(candidate, reference, shares, element), "mine"), *inputs({"inputs": {"x": candidate}})]:
        assert len(grid.rows) <= MOST
        assert all(len(row) <= MOST for row in grid.rows)
