"""Metrics, batch by batch: those that count have no noise to excuse them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparisons.pairs.metric_pair import MetricPair
from tests.judging.part import case_of, found_by
from tests.judging.sides import X


@dataclass(frozen=True)
class Counts(MetricPair):
    """A metric of the simplest kind: the mean of x, batch by batch."""

    off: float = 0.0

    def candidate(self, case):
        return {"output": np.array([1.0, 2.0 + self.off])}

    def reference(self, case):
        return {"output": np.array([1.0, 2.0]) * (1 + 0.25 * (case.noise is not None)), "state total": np.array([3.0])}


def test_metrics_that_count_have_no_noise_to_excuse_them():
    counted = {smooth: found_by("streaming", Counts("Mean", off=0.125, smooth=smooth), case_of(X)) for smooth in (True, False)}
    assert [each.passed for each in counted[True]] == [True, False]
    assert [each.passed for each in counted[False]] == [False, False]
    for compared in counted.values():
        assert compared[0].quantity == "output"
        assert compared[1].problem == "missing"
        assert compared[1].candidate.size == 0
    assert found_by("streaming", Counts("Mean", smooth=False), case_of(X))[0].passed
