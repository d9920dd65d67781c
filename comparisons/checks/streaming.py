"""Metrics: what they say and remember, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import NOTHING, Compared, judge, unlike
from comparisons.pairs.metric_pair import MetricPair
from comparisons.pairs.pair import Pair


def streaming(example: Example) -> Iterator[Compared]:
    """Result and state after each batch, after a reset, and after the first batch once more."""
    smooth = isinstance(example.pair, MetricPair) and example.pair.smooth
    for what, theirs in example.reference.items():
        if what not in example.candidate:
            yield unlike(what, NOTHING, theirs, "missing")
        elif smooth:
            yield example.judge(what)
        else:
            yield judge(what, example.candidate[what], theirs, dtype=example.case.dtype, quantity=what)


def only_metrics(pair: Pair) -> str | None:
    """A reason against checks of running results."""
    return None if pair.kind == "metric" else "only metrics run over batches"


CHECKS = [
    Check(
        "streaming", "Result and state are Keras's after every batch, after a reset, and when it goes on.", streaming, only_metrics,
        examples=25,
    )
]  # fmt: skip
