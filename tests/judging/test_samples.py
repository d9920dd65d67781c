"""Each sample alone gives what it gives in the batch."""

from __future__ import annotations

import numpy as np

from comparisons.checks.example import Example
from tests.judging.part import Part, case_of, found_by, passes, squared
from tests.judging.sides import X


class Scalar(Part):
    """x is one number, and has no samples."""

    def one_sample(self, case, row):
        return case


def test_each_sample_alone_is_as_in_the_batch():
    case = case_of([*X, [1.0, 1.0, 1.0]])
    assert [each.what for each in found_by("samples", Part(), case)] == ["output for sample 0 alone", "output for sample 2 alone"]
    assert len(found_by("samples", Part(), case_of([[1.0]]))) == 1
    assert not found_by("samples", Part(), case_of(np.zeros((0, 2))))
    assert not found_by("samples", Scalar(), case_of(1.0))
    assert not found_by("samples", Part(alone=False), case)
    assert passes("samples", Part(), case)
    leaking = Part(mine=lambda case: {**squared(case), "output": case.x**2 + 1e-9 * case.x.mean()})
    assert [each.passed for each in found_by("samples", leaking, case)] == [False, False]
    last = Part(mine=lambda case: {"output": case.x**2 + (len(case.x) == 1) * (case.x[:, :1] == 1)})
    assert [each.passed for each in found_by("samples", last, case)] == [True, False]


def test_samples_are_taken_from_the_example_that_has_an_output_for_each():
    class Reduced(Part):
        def by_sample(self, case):
            return case.with_x(2 * case.x)

    seen = []

    def mine(case):
        seen.append(case.x.copy())
        return squared(case)

    assert passes("samples", Reduced(mine=mine), case_of(X))
    assert sorted(len(x) for x in seen) == [1, 1, 2]
    assert all(abs(x).max() in (6.0, 8.0) for x in seen)


def test_a_candidate_that_is_slightly_off_alone_is_measured_by_the_rows_noise():
    full = Example(Part(), case_of(X)).allowance_of("output")

    def off(share):
        def mine(case):
            row = np.flatnonzero(np.asarray(X)[:, 0] == case.x[0, 0])
            return {"output": case.x**2 + (share * full[row] if len(case.x) == 1 else 0.0)}

        return Part(mine=mine)

    assert passes("samples", off(0.9), case_of(X))
    assert not passes("samples", off(1.2), case_of(X))
