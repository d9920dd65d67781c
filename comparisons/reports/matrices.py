"""Arrays of an example as small tables: the part around the worst element, cells outside their allowance marked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from comparisons.reports import check_words
from comparisons.reports.words import at, listed, number, real

MOST = 6
"""Rows and columns that are shown: so many fit a phone."""
DIGITS = (6, 9, 12, 17)
"""Significant digits to try, until two numbers that differ read differently."""


class Cell(NamedTuple):
    """One number, and whether it is outside its allowance."""

    text: str
    outside: bool


class Grid(NamedTuple):
    """One array, or a part of it."""

    name: str
    rows: list[list[Cell]]
    note: str


def inputs(found: Mapping[str, Any]) -> list[Grid]:
    """The inputs of a counterexample."""
    given, upstream = at(found, "inputs"), at(found, "upstream")
    named = {**(given if isinstance(given, Mapping) else {}), **({} if upstream is None else {"upstream gradient": upstream})}
    return [_grid(str(name), value) for name, value in named.items()]


def sides(found: Mapping[str, Any], who: str) -> list[Grid]:
    """Candidate, Keras and arbiter of a counterexample; none if there are no elements to set side by side."""
    if at(found, "problem") or (not listed(found, "shares") and real(at(found, "shares")) is None):
        return []
    place, shares = _worst(found), at(found, "shares")
    names = {"candidate": who, "reference": check_words.other(found), "arbiter": "arbiter"}
    told_from = {"candidate": at(found, "reference"), "reference": at(found, "candidate")}
    held = {key: at(found, key) for key in names if at(found, key) is not None}
    return [_grid(names[key], value, place=place, shares=shares, other=told_from.get(key)) for key, value in held.items()]


def _grid(name: str, value: Any, *, place: Sequence[int] = (), shares: Any = None, other: Any = None) -> Grid:
    """The plane of the array that holds `place`, and of it the rows and columns around `place`."""
    ahead = _ahead(value)
    rows, marks, beside = (_plane(values, place, ahead) for values in (value, shares, other))
    row, column = ([0, 0, *place])[-2:] if len(place) >= 2 else (0, place[0] if place else 0)
    first, last = _window(len(rows), row)
    left, right = _window(max(map(len, rows), default=0), column)
    shown = [
        [_cell(rows[i][j], at(marks, i, j), at(beside, i, j)) for j in range(left, min(right, len(rows[i])))] for i in range(first, last)
    ]
    return Grid(name, shown, _note(value, place, ahead, (first, last, len(rows)), (left, right, max(map(len, rows), default=0))))


def _ahead(value: Any) -> int:
    """How many axes stand before the last two."""
    depth = 0
    while isinstance(value, list) and value:
        value, depth = value[0], depth + 1
    return max(0, depth - 2)


def _plane(value: Any, place: Sequence[int], ahead: int) -> list[list[Any]]:
    """The last two axes as rows of entries, at `place` along those before."""
    for axis in range(ahead):
        value = at(value, place[axis] if axis < len(place) else 0)
    if not isinstance(value, list):
        return [[value]]
    if any(isinstance(row, list) for row in value):
        return [row if isinstance(row, list) else [row] for row in value]
    return [value]


def _window(length: int, around: int) -> tuple[int, int]:
    """At most `MOST` neighbours that include `around`."""
    first = max(0, min(around - MOST // 2, length - MOST))
    return first, min(length, first + MOST)


def _cell(value: Any, share: Any, beside: Any) -> Cell:
    used = real(share)
    outside = used is not None and not used <= 1
    return Cell(_text(value, beside if outside else None), outside)


def _text(value: Any, beside: Any) -> str:
    """With as many digits as it takes to tell it from the number beside it."""
    if isinstance(value, list | dict):
        return "..."
    if real(beside) is None or real(beside) == real(value):
        return number(value, DIGITS[0])
    return number(value, next((digits for digits in DIGITS if number(value, digits) != number(beside, digits)), DIGITS[-1]))


def _worst(found: Mapping[str, Any]) -> list[int]:
    places = [real(index) for index in listed(found, "worst", "element")]
    return [int(place) if place is not None and math.isfinite(place) and place >= 0 else 0 for place in places]


def _note(value: Any, place: Sequence[int], ahead: int, rows: tuple[int, int, int], columns: tuple[int, int, int]) -> str:
    """Which part is shown, if it is not all."""
    said = []
    if ahead:
        indices = [str(place[axis] if axis < len(place) else 0) for axis in range(ahead)]
        said.append(f"[{', '.join(indices)}, :, :]")
    for name, (first, last, of) in (("rows", rows), ("columns", columns)):
        if last - first < of:
            said.append(f"{name} {first} to {last - 1} of {of:,}")
    return ", ".join(said)
