"""One sample at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared, judge


def samples(example: Example) -> Iterator[Compared]:
    """The first and the last sample, each alone as a batch of one, give their rows of the batch's output."""
    case, pair = example.case, example.pair
    batch = len(next(iter(case.inputs.values())))
    for row in sorted({0, batch - 1}) if batch else []:
        single = pair.one_sample(case, row)
        if single is None:
            return
        alone, rows = example.call(single)["output"], slice(row, row + 1)
        allowed = partial(lambda rows: example.allowed["output"][rows], rows)
        yield judge(f"output for sample {row} alone", alone, example.candidate["output"][rows], dtype=case.dtype, measure=allowed)


CHECKS = [Check("samples", "Every sample's output is the same alone as in a batch.", samples)]
