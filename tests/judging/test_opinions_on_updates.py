"""A more exact evaluation of an update decides entry by entry, where it says something."""

from __future__ import annotations

import dataclasses

import numpy as np

from comparisons.checks import updates
from tests.judging.descending import descent, off, updated


def test_a_more_exact_evaluation_decides_entry_by_entry():
    def rounded(case):
        found = descent(case)
        return {**found, "kernel": found["kernel"] + (case.dtype == "float32") * np.array([[0, 0], [1e-3, 0], [1e-3, 1e-3]], "float32")}

    compared = next(updates.updates(updated(descent, rounded, dtype="float32")))
    assert compared.passed
    assert compared.overruled == 3
    wrong = next(updates.updates(updated(off("kernel", (2, 0), 1e-2), rounded, dtype="float32")))
    assert not wrong.passed
    assert wrong.overruled == 2
    agreeing = next(updates.updates(updated(rounded, rounded, dtype="float32")))
    assert agreeing.overruled == 0
    silent = updates._by_opinion(compared, None)
    assert silent is compared
    assert updates._by_opinion(compared, np.ones(2)) is compared


def test_an_opinion_as_far_away_as_keras_is_not_taken():
    compared = next(updates.updates(updated(off("kernel", 1, 0.5))))
    found = updates._by_opinion(compared, compared.candidate.astype("float64") + 0.5)
    assert found.overruled == 0
    np.testing.assert_array_equal(found.apart, compared.apart)
    inside = updates._by_opinion(compared, compared.candidate + 0.5 * compared.allowed)
    assert inside.overruled == 2
    assert inside.passed
    exact = dataclasses.replace(compared, candidate=np.ones((3, 2)), apart=np.full((3, 2), 4.0), allowed=np.full((3, 2), 2.0))
    for off_by, overruled in ((2.0, 6), (2.5, 0)):
        assert updates._by_opinion(exact, np.full((3, 2), 1 + off_by)).overruled == overruled, "all of an allowance is inside"
