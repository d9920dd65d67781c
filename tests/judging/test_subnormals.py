"""A subnormal may be taken for zero, and nothing else may."""

from __future__ import annotations

import numpy as np

from tests.judging.edges import TINY, each, elementwise, failing, quiet


def flushing(x):
    """TensorFlow's sign, for which a subnormal is 0. (A little below the smallest normal number: noise would find the jump there.)"""
    return np.where(np.abs(x) < 0.75 * TINY, 0.0, np.sign(x))


def test_a_subnormal_may_be_taken_for_zero_or_for_the_smallest_normal_number():
    assert not failing(elementwise(each(np.sign), each(flushing)))
    assert not failing(elementwise(each(flushing), each(np.sign)))
    half = each(lambda x: np.where((x != 0) & (np.abs(x) < TINY), np.sign(x) / 2, np.sign(x)))
    assert failing(elementwise(half, each(flushing))) == {f"output for x = {sign}1.401298464324817e-45" for sign in ("", "-")}
    other_sign = each(lambda x: np.where((x != 0) & (np.abs(x) < TINY), -np.sign(x), np.sign(x)))
    assert len(failing(elementwise(other_sign, each(flushing)))) == 2


def test_zero_and_the_smallest_normal_number_are_taken_as_they_are():
    at_zero = each(lambda x: np.where(x == 0, 1.0, np.sign(x)))
    assert failing(elementwise(at_zero, each(np.sign))) == {"output for x = 0.0", "output for x = -0.0"}
    at_tiny = each(lambda x: np.where(np.abs(x) <= TINY, 0.0, np.sign(x)))
    assert failing(elementwise(at_tiny, each(np.sign))) == {f"output for x = {sign}1.1754943508222875e-38" for sign in ("", "-")}


def test_a_flushed_number_is_measured_too():
    def near(x):
        return np.float32(1) + 60 * np.finfo("float32").eps * (np.abs(x) < TINY)

    noisy = quiet(lambda case: {"output": np.ones_like(case.x) * (1 + 4 * np.finfo("float32").eps * (case.noise is not None))})
    assert "output for x = 1.401298464324817e-45" not in failing(elementwise(quiet(lambda case: {"output": near(case.x)}), noisy))
