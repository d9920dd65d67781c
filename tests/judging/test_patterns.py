"""A constant ratio is seen where there is one, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.diagnosis.patterns import constant_ratio, describe_ratio

KERAS = np.array([[1.0, -2.0], [3.0, 0.5]])


@pytest.mark.parametrize("ratio", [0.2, -1.0, 3.0, 1e6])
def test_a_factor_throughout_is_found(ratio):
    assert constant_ratio(ratio * KERAS, KERAS) == pytest.approx(ratio, rel=1e-12)


@pytest.mark.parametrize(("spread", "found"), [(0.0009995, True), (0.0010005, False)])
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


def test_a_spread_of_just_so_much_is_one_factor():
    assert constant_ratio(np.array([1.0, 1.0, 1.5]), np.ones(3), within=0.5) == 1


@pytest.mark.parametrize(
    ("mine", "keras", "found"),
    [
        ([2.0, 1e-6], [1.0, 1e-6], 2),  # a millionth of the largest is negligible
        ([8.0, 2e-6], [4.0, 2e-6], 2),
        ([8.0, 9e-6], [4.0, 4.002e-6], None),  # more is not
        ([1.0, 2e-6], [1.0, 0.0], 1),  # two millionths of the largest may stand against nothing
        ([4.0, 4e-6], [4.0, 0.0], 1),
        ([1.0, 2.001e-6], [1.0, 0.0], None),
    ],
)  # fmt: skip
def test_negligible_is_a_millionth_of_the_largest(mine, keras, found):
    assert constant_ratio(np.array(mine), np.array(keras)) == found


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


def test_a_thousandth_off_is_near_enough_and_more_is_not():
    assert "a factor 2" in describe_ratio(1.9985, batch_size=5)
    assert "the batch size" in describe_ratio(1001.0, batch_size=1000)
    assert "the batch size" not in describe_ratio(1001.0005, batch_size=1000)


@pytest.mark.parametrize("ratio", [0.5006, 0.4994, 3.0, -1.002, 0.123456789])
def test_no_reason_is_made_up(ratio):
    assert describe_ratio(ratio, batch_size=5) == f"scratch is {ratio:.6g} x Keras throughout"


@pytest.mark.parametrize(
    ("ratio", "batch_size", "said", "not_said"),
    [(1.0002, 1, "", "batch size"), (2.0, 2, "batch size", ""), (0.5, 2, "1 / batch size", ""), (2.0, 1, "a factor 2", "batch size")],
)
def test_small_batches_do_not_hide_a_reason(ratio, batch_size, said, not_said):
    told = describe_ratio(ratio, batch_size=batch_size)
    assert said in told
    assert not not_said or not_said not in told
