"""One sample at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared, judge
from comparisons.pairs.pair import Pair


def samples(example: Example) -> Iterator[Compared]:
    """The first and the last sample, each alone as a batch of one, give their rows of the batch's output."""
    pair, case = example.pair, example.pair.by_sample(example.case)
    if case is None:
        return
    if case is not example.case:
        example = Example(pair, case)
    batch = len(case.x) if case.x.ndim else 0
    for row in sorted({0, batch - 1}) if batch else []:
        single = pair.one_sample(case, row)
        if single is None:
            return
        alone, rows = example.call(single)["output"], slice(row, row + 1)
        yield judge(
            f"output for sample {row} alone", alone, example.candidate["output"][rows], dtype=case.dtype,
            measure=partial(example.allowance_of, "output", rows), example=case,
        )  # fmt: skip


def has_samples(pair: Pair) -> str | None:
    """A reason against."""
    return pair.samples_meet or None


CHECKS = [Check("samples", "Every sample's output is the same alone as in a batch.", samples, has_samples)]
