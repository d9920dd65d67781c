"""Numbers at the edge: nan, infinities, signed zeros, subnormals, the largest finite."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.checks.values import differentiable
from comparisons.judging import Compared, judge


def special_numbers(dtype: str) -> list[float]:
    """The edge of a floating type, and where exp and its relatives overflow or vanish."""
    info = np.finfo(dtype)
    overflow = float(np.log(np.float64(info.max)))
    edges = [0.0, float(info.smallest_subnormal), float(info.tiny), float(info.max), overflow, overflow + 1, 2 * overflow, 1e4, float("inf")]
    return [float("nan"), *edges, *(-edge for edge in edges)]


def special_values(example: Example) -> Iterator[Compared]:
    """Each special number in turn in the first entry of x; NaN and infinities must come out where Keras has them."""
    case, pair = example.case, example.pair
    name, x = next(iter(case.inputs.items()))
    if x.size == 0:
        return
    for value in special_numbers(case.dtype):
        changed = x.copy()
        changed.reshape(-1)[0] = value
        edge = Example(pair, case.with_inputs(**{name: changed}))
        for what in edge.reference:
            compared = judge(what, edge.candidate[what], edge.reference[what], dtype=case.dtype, measure=lambda edge=edge, what=what: edge.allowed[what], settled=True)
            yield Compared(f"{what} for {name} = {value}", compared.candidate, compared.reference, compared.apart, compared.allowed, compared.problem, True)


CHECKS = [Check("special values", "At nan, infinities, signed zeros, subnormals and the largest numbers the results are Keras's.", special_values, differentiable, examples=5)]
