"""Numbers at the edge: nan, infinities, signed zeros, subnormals, the largest finite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared, judge, undecided
from comparisons.pairs.pair import Pair


def special_numbers(dtype: str) -> list[float]:
    """The edge of a floating type, and where exp and its relatives overflow or vanish."""
    info = np.finfo(dtype)
    overflow = float(np.log(np.float64(info.max)))
    edges = [
        0.0,
        float(info.smallest_subnormal),
        float(info.tiny),
        float(info.max),
        overflow,
        overflow + 1,
        2 * overflow,
        1e4,
        float("inf"),
    ]
    return [float("nan"), *edges, *(-edge for edge in edges)]


def special_values(example: Example) -> Iterator[Compared]:
    """One special number after the other, up to the first that fails: around each, noise would be measured, seconds of an LSTM."""
    for found in each_number(example):
        yield from found
        if not all(compared.passed for compared in found):
            return


def each_number(example: Example) -> Iterator[list[Compared]]:
    """Each special number in turn: in an x of its own where entries do not meet, else in the first entry of x.

    Three things are nobody's fault and count as alike:

    - NaN from a NaN: for derivatives, and where entries meet, it is as good as Keras's own choice (often 0, from a
      comparison that is false; its max-pooling passes over NaN).
    - Subnormals: TensorFlow tells the processor to take them for zero, NumPy does not. The result may be Keras's at the
      number itself, at zero or at the smallest normal number of the same sign.
    - Where entries meet, the largest float64 overflows or not by the order of operations, and there is nothing more exact to
      ask: undecided. In float32 the same question is asked, and there is.
    - Where entries meet, one NaN spoils its sample, and which entries it reaches depends on the order of summation:
      a sample in which Keras has a NaN has to have one, anywhere.
    """
    if example.case.x.size == 0 or example.case.x.dtype.kind != "f":
        return
    tiny = float(np.finfo(example.case.dtype).tiny)
    for value in special_numbers(example.case.dtype):
        if not example.pair.makes_sense(example.case, value):
            continue
        edge = _at(example, value)
        flushed = [_at(example, float(np.copysign(size, value))) for size in (0.0, tiny)] if 0 < abs(value) < tiny else []
        judged = {what: _judged(edge, what, value, flushed) for what in edge.reference}
        yield [
            replace(compared, what=f"{what} for {next(iter(edge.case.inputs))} = {value}", settled=not compared.skipped)
            for what, compared in judged.items()
        ]


def _at(example: Example, value: float) -> Example:
    x = example.case.x
    if example.pair.elementwise:
        changed = np.full((1,) * x.ndim, value, dtype=x.dtype)
    else:
        changed = x.copy()
        changed.flat[0] = value
    return Example(example.pair, example.case.with_x(changed))


def _judged(edge: Example, what: str, value: float, flushed: Sequence[Example]) -> Compared:
    """Judge one quantity; Keras may also be right in one of `flushed`, the same example with a number it may take a subnormal for."""
    mine, theirs = edge.candidate[what], edge.reference[what]
    dtype = edge.case.dtype
    if np.isnan(value) and what.startswith("gradient ") and _only_candidate_spoilt(edge):
        return undecided(what, "Keras passes over the NaN, and so goes back another way")
    if np.isnan(value) and (what.startswith("gradient ") or not edge.pair.elementwise):
        theirs = _or_nan(mine, theirs, _samples(edge))
    if not edge.pair.elementwise:
        mine, theirs = _spoilt_together(mine, theirs, _samples(edge))
    if flushed:
        standing_in = [edge, *flushed]
        at_once = (judge(what, mine, at.reference[what], dtype=dtype) for at in standing_in)
        measured = (judge(what, mine, at.reference[what], dtype=dtype, measure=partial(at.allowance_of, what)) for at in standing_in)
        passing = next((compared for compared in chain(at_once, measured) if compared.passed), None)
        if passing is not None:
            return passing
    compared = edge.judge(what, mine, theirs)
    nobody_knows = abs(value) == np.finfo("float64").max and not edge.pair.elementwise and edge.pair.exact is None
    return undecided(what, "overflows in float64") if nobody_knows and not compared.passed and not compared.problem else compared


def _samples(edge: Example) -> int | None:
    """How many samples there are; None where they depend on each other."""
    return len(edge.case.x) if edge.pair.one_sample(edge.case, 0) is not None else None


def _only_candidate_spoilt(edge: Example) -> bool:
    mine, theirs = edge.candidate["output"], edge.reference["output"]
    return not edge.pair.elementwise and bool(np.isnan(mine).any()) and not np.isnan(theirs).any()


def _or_nan(mine: np.ndarray, theirs: np.ndarray, samples: int | None) -> np.ndarray:
    """Keras's numbers, or NaN where the candidate has it in the first sample, which holds the NaN."""
    if mine.shape != theirs.shape:
        return theirs
    excused = np.isnan(mine)
    if theirs.ndim and theirs.shape[0] == samples:
        excused[1:] = False
    return np.where(excused, np.nan, theirs).astype(theirs.dtype)


def _spoilt_together(mine: np.ndarray, theirs: np.ndarray, samples: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Both with NaN throughout every sample (or the whole array, if it has none) in which both have a NaN."""
    if mine.shape != theirs.shape or not np.isnan(theirs).any():
        return mine, theirs
    axes = tuple(range(1, theirs.ndim)) if theirs.ndim and theirs.shape[0] == samples else None
    spoilt = np.isnan(mine).any(axis=axes, keepdims=True) & np.isnan(theirs).any(axis=axes, keepdims=True)
    return np.where(spoilt, np.nan, mine).astype(mine.dtype), np.where(spoilt, np.nan, theirs).astype(theirs.dtype)


def has_edges(pair: Pair) -> str | None:
    """A reason against."""
    reasons = {
        "optimizer": "special gradients takes its place",
        "schedule": "steps are whole numbers",
        "initializer": "no numbers flow in",
    }
    return reasons.get(pair.kind)


CHECKS = [
    Check(
        "special values", "At nan, infinities, signed zeros, subnormals and the largest numbers the results are Keras's.",
        special_values, has_edges, examples=3,
    ),
]  # fmt: skip
