"""Orthogonal matrices: their columns or rows are orthonormal, and their first entries take both signs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from comparisons.checks import initial_values
from comparisons.checks.example import Example
from comparisons.pairs.initializers import InitializerPair
from comparisons.pairs.methods import with_methods
from comparisons.tolerance import allowance
from tests.judging.part import case_of


def turned(gain=1.0, sign=True):
    """Orthogonal matrices; without `sign`, as LAPACK leaves them."""

    def side(self, case):
        rows, columns = math.prod(self.shape(case)[:-1]), self.shape(case)[-1]
        generator = np.random.default_rng(int(case.inputs["seed"]))
        q, r = np.linalg.qr(generator.standard_normal((max(rows, columns), min(rows, columns))))
        q = q * np.sign(np.diag(r)) if sign else q
        return {"output": gain * (q if rows >= columns else q.T).reshape(self.shape(case)).astype(case.dtype)}

    return side


def orthogonal(mine, theirs=None, shape=(2, 3), gain=1.0, dtype="float64", live=True):
    pair = with_methods(InitializerPair("Orthogonal", orthogonal=True), candidate=mine, reference=theirs or turned(gain), live=live)
    case = pair.make_case({"gain": gain}, shape, case_of([1.0]).values, dtype, False)
    return list(initial_values.orthogonality(Example(pair, case)))


@pytest.mark.parametrize("shape", [(2, 3), (4, 2), (3, 3), (2, 2, 3)])
@pytest.mark.parametrize("gain", [1.0, 2.0])
def test_columns_or_rows_are_orthonormal(shape, gain):
    found = orthogonal(turned(gain), shape=shape, gain=gain)
    assert [each.what for each in found] == [
        "Q^T Q of scratch", "Q^T Q of Keras",
        "share of first entries of scratch of one sign", "share of first entries of Keras of one sign",
    ]  # fmt: skip
    assert all(each.passed for each in found)
    smaller = min(math.prod(shape[:-1]), shape[-1])
    assert found[0].apart.shape == (smaller, smaller)
    np.testing.assert_array_equal(found[0].reference, np.eye(smaller))
    np.testing.assert_array_equal(found[0].allowed, np.full((smaller, smaller), allowance(spread=0.0, scale=1.0, dtype="float64")))
    wrong = orthogonal(turned(gain * (1 + 1e-13)), shape=shape, gain=gain)
    assert [each.passed for each in wrong] == [False, True, True, True]


def test_first_entries_take_both_signs():
    found = orthogonal(turned(sign=False))
    assert [each.passed for each in found] == [True, True, False, True]
    assert float(found[2].apart) == 1
    assert 0.5 <= float(found[3].apart) < 0.9
    assert float(found[2].allowed) == 1 - 0.5 / 40
    other = orthogonal(lambda self, case: {"output": -turned(sign=False)(self, case)["output"]})
    assert float(other[2].apart) == 1
    assert [each.what for each in orthogonal(turned(), live=False)] == ["Q^T Q of scratch", "share of first entries of scratch of one sign"]
