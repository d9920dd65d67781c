"""A part of two lines for checks to look at: Keras's side is NumPy as well, so that nothing has to be started."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.checks import CHECKS
from comparisons.checks.example import Example
from comparisons.judging import Compared
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair

Side = Callable[[Case], Outcome]


def squared(case: Case) -> Outcome:
    """y = x * x, with a weight that multiplies it if there is one."""
    x, weight = case.x, case.inputs.get("weight")
    dy = case.upstream(x.shape)
    if weight is None:
        return {"output": x * x, "gradient of x": 2 * x * dy}
    return {"output": weight * x * x, "gradient of x": 2 * weight * x * dy, "gradient of weight": np.asarray((x * x * dy).sum(axis=0))}


@dataclass(frozen=True)
class Part(Pair):
    """Two functions of a case that are compared.

    Args:
        mine, theirs: the two.
        what: kind of the pair.
        alone: samples do not meet.
        each: nor do entries.
        weighted: there is a weight for every column.
    """

    name: str = "square"
    mine: Side = squared
    theirs: Side = squared
    what: str = "layer"
    alone: bool = True
    each: bool = False
    weighted: bool = False

    @property
    def kind(self) -> str:
        return self.what

    @property
    def reference_name(self) -> str:
        return "keras.layers.Square"

    @property
    def elementwise(self) -> bool:
        return self.each

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        inputs = {"x": values.normal(sizes, dtype)}
        if self.weighted:
            inputs["weight"] = values.normal(sizes[-1:], dtype, stream=1)
        return Case(dict(settings), inputs, values, dtype, training=training)

    def candidate(self, case: Case) -> Outcome:
        return self.mine(case)

    def reference(self, case: Case) -> Outcome:
        return self.theirs(case)

    def one_sample(self, case: Case, row: int) -> Case | None:
        return super().one_sample(case, row) if self.alone else None

    def shapes(self) -> tuple[tuple[int, ...], ...]:
        return (1, 1), (0, 2), (2, 3, 1)

    def bad_cases(self, case: Case) -> Iterator[tuple[str, Case]]:
        yield "no numbers", case.with_x(np.full((1, 1), np.nan, case.dtype))


def case_of(x: Any, dtype: str = "float64", **more: Any) -> Case:
    """An example with this x."""
    return Case({}, {"x": np.asarray(x, dtype=dtype)}, Values(seed=3), dtype, **more)


def found_by(name: str, pair: Pair, case: Case) -> list[Compared]:
    """What the check of that name compares."""
    check = next(check for check in CHECKS if check.name == name)
    return list(check.on(Example(pair, case)))


def passes(name: str, pair: Pair, case: Case) -> bool:
    """Whether it finds nothing."""
    compared = found_by(name, pair, case)
    assert compared, "nothing was compared"
    return all(each.passed for each in compared)


def changed(**changes: Callable[[Any], Any]) -> Side:
    """`squared` with some quantities changed; a space is written `_`."""

    def side(case: Case) -> Outcome:
        right = squared(case)
        return right | {(what := name.replace("_", " ")): change(right[what]) for name, change in changes.items()}

    return side


def raising(problem: Exception) -> Any:
    """A side that raises."""

    def side(case: Case) -> Any:
        raise problem

    return side
