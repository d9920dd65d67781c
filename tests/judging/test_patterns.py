"""A constant ratio is seen where there is one, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.diagnosis.patterns import constant_ratio, describe_ratio

KERAS = np.array([[1.0, -2.0], [3.0, 0.5]])


@pytest.mark.parametrize("ratio", [0.2, -1.0, 3.0, 1e6])
def test_a_factor_throughout_is_found(ratio):
    assert constant_ratio(ratio * KERAS, KERAS) == pytest.approx(ratio, rel=1e-12)


@pytest.mark.parametrize(("spread", "found"), [(0.0009, True), (0.0011, False)])
def test_ratios_may_differ_by_a_thousandth(spread, found):
    mine = 2 * np.array([1.0, 2.0, 3.0]) * [1, 1 + spread, 1]
    assert (constant_ratio(mine, np.array([1.0, 2.0, 3.0])) is not None) == found


def test_the_middle_of_the_ratios_is_taken():
    assert constant_ratio(np.array([2.0, 4.0, 6.003]), np.array([1.0, 2.0, 3.0])) == 2


@pytest.mark.parametrize(
    ("mine", "keras"),
    [
        ([1.0, 2.0], [0.0, 0.0]),  # nothing to compare with
        ([0.0, 0.0], [1.0, 2.0]),  # nothing at all
        ([1.0, np.nan], [1.0, 2.0]),
        ([1.0, 2.0], [1.0, np.inf]),
        ([1.0, 2.0], [2.0, 1.0]),
        ([], []),
        ([2.0, 1.0], [1.0, 0.0]),  # something where Keras has nothing
    ],
)  # fmt: skip
def test_there_is_none(mine, keras):
    assert constant_ratio(np.array(mine), np.array(keras)) is None


def test_what_is_negligible_in_both_says_nothing():
    keras = np.array([1.0, 1e-7])
    assert constant_ratio(np.array([2.0, 1.9e-6]), keras) == 2
    assert constant_ratio(np.array([2.0, 4.1e-6]), keras) is None
    assert constant_ratio(np.array([0.5, 1.9e-6]), keras) == 0.5
    assert constant_ratio(np.array([0.5, 2.1e-6]), keras) is None
    assert constant_ratio(np.array([2.0, 9.0]), np.array([1.0, 2e-6])) is None


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (5.0, "the batch size; a mean was replaced by a sum"), (0.2, "1 / batch size"), (-1.0, "the sign is flipped"), (2.0, "a factor 2"),
        (0.5, "one half"), (0.5004, "one half"), (-1.0009, "the sign is flipped"),
    ],
)  # fmt: skip
def test_a_likely_reason_is_named(ratio, said):
    assert describe_ratio(ratio, batch_size=5).startswith(f"scratch is {ratio:.4g} x Keras throughout: {said}")


@pytest.mark.parametrize("ratio", [0.5006, 0.4994, 3.0, -1.002, 0.123456789])
def test_no_reason_is_made_up(ratio):
    assert describe_ratio(ratio, batch_size=5) == f"scratch is {ratio:.6g} x Keras throughout"
