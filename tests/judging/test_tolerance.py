"""The one rule, number by number."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.tolerance import K, allowance, headroom, machine_epsilon

DTYPES = ["float64", "float32", "float16"]


def test_the_constant_is_the_one_with_the_evidence():
    assert K == 32


@pytest.mark.parametrize("dtype", DTYPES)
def test_epsilon_is_the_distance_from_one_to_the_next_number(dtype):
    one = np.ones((), dtype)
    assert machine_epsilon(dtype) == float(np.nextafter(one, np.asarray(2, dtype)) - one)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("spread", "scale"), [(0.0, 0.0), (3.0, 0.0), (0.0, 5.0), (3.0, 5.0), (1e-9, 1e3)])
def test_spread_and_rounding_at_the_scale_are_allowed_so_many_times(dtype, spread, scale):
    u, tiny = machine_epsilon(dtype), float(np.finfo(dtype).tiny)
    allowed = allowance(spread=spread, scale=scale, dtype=dtype)
    assert allowed == pytest.approx(32 * spread + 32 * u * scale + 32 * tiny, rel=1e-15)
    assert allowed > 0


def test_arrays_are_judged_entry_by_entry():
    found = allowance(spread=np.array([0.0, 1.0]), scale=np.array([1.0, 2.0]), dtype="float64")
    np.testing.assert_allclose(found, [32 * 2.0**-52, 32 + 64 * 2.0**-52], rtol=1e-15)


def test_headroom_is_the_share_and_a_difference_that_is_no_number_uses_all():
    assert headroom(1.0, 4.0) == 0.25
    assert headroom(0.0, 4.0) == 0.0
    assert headroom(float("nan"), 4.0) == float("inf")


def test_noise_of_the_largest_numbers_allows_anything_without_a_warning():
    assert allowance(spread=np.float64(1.5e307), scale=1.0, dtype="float64") == np.inf
    assert allowance(spread=np.array([0.0, 1.5e307]), scale=0.0, dtype="float64").tolist() == [32 * np.finfo("float64").tiny, np.inf]
