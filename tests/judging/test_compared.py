"""What a comparison says of itself, and what stands for one without numbers."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from comparisons.judging import Compared, alike, undecided, unlike
from tests.judging.judged import off_by


def test_span_is_of_finite_numbers_that_were_compared_with():
    def span(values, **more):
        a = np.asarray(values)
        return Compared("x", a, a, np.zeros(a.shape), np.ones(a.shape), **more).span

    assert span([3.0, -1.0, np.nan, np.inf]) == (-1, 3)
    assert span([True, False]) == (0, 1)
    assert span([2, 7]) == (2, 7)
    assert span([np.nan]) == span(["a"]) == span([1.0], skipped="bent") == (np.inf, -np.inf)


def test_what_stands_for_a_comparison_without_numbers():
    good, bad, open_ = alike("dtype"), unlike("dtype", 1, 2, "float32"), undecided("slope", "bent")
    assert good.passed
    assert good.settled
    assert [a.tolist() for a in (good.candidate, good.reference, good.apart, good.allowed)] == [[0], [0], [0], [1]]
    assert not bad.passed
    assert bad.problem == "float32"
    assert (bad.candidate, bad.reference) == (1, 2)
    assert bad.apart.shape == bad.allowed.shape == bad.shares.shape == (0,)
    assert open_.passed
    assert open_.skipped == "bent"
    assert [a.shape for a in (open_.candidate, open_.reference, open_.apart, open_.allowed)] == [(0,)] * 4


def test_a_comparison_says_nothing_beyond_what_it_is_told_and_stays_as_it_is():
    compared = undecided("slope", "bent")
    assert not compared.settled
    assert compared.overruled == 0
    with pytest.raises(FrozenInstanceError):
        compared.overruled = 1


def test_what_stands_for_all_comparisons_without_numbers_cannot_be_written_into():
    for each in ("candidate", "reference", "apart", "allowed"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(alike("dtype"), each)[0] = 5


def test_settled_is_handed_on():
    assert off_by(0, settled=True).settled
    assert not off_by(0).settled
