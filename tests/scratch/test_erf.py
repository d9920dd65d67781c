"""erf and erfc against the C library's, which Python has for single numbers."""

import math

import numpy as np
import pytest

from scratch.erf import FAR, NEAR, erf, erfc

SEAMS = [s * np.nextafter(edge, to) for edge in (NEAR, FAR) for to in (0, edge, 9) for s in (-1, 1)]
GRID = np.concatenate([np.linspace(-6, 6, 4001), np.geomspace(1e-300, 1, 301), SEAMS])


def ulps_apart(got: np.ndarray, expected: np.ndarray) -> float:
    return float(np.max(np.abs(got - expected) / np.spacing(np.abs(expected))))


def test_erf_is_within_4_ulp_of_the_c_library() -> None:
    assert ulps_apart(erf(GRID), np.array([math.erf(x) for x in GRID])) <= 4


def test_erfc_is_within_10_ulp_of_the_c_library_as_long_as_it_is_a_normal_number() -> None:
    grid = np.concatenate([GRID, np.linspace(6, 26.5, 2001)])
    assert ulps_apart(erfc(grid), np.array([math.erfc(x) for x in grid])) <= 10


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_narrow_floats_are_rounded_once_and_keep_their_dtype(dtype: type) -> None:
    grid = GRID.astype(dtype)
    for function, exact in ((erf, math.erf), (erfc, math.erfc)):
        got = function(grid)
        assert got.dtype == dtype
        np.testing.assert_array_equal(got, np.array([exact(float(x)) for x in grid]).astype(dtype))


def test_limits_and_nan_without_a_warning() -> None:
    edges = np.array([-np.inf, -1e308, -0.0, 0.0, 5e-324, 1e308, np.inf, np.nan])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_array_equal(erf(edges), [-1, -1, 0, 0, 5e-324, 1, 1, np.nan])
        np.testing.assert_array_equal(erfc(edges), [2, 2, 1, 1, 1, 0, 0, np.nan])


def test_erf_is_odd() -> None:
    np.testing.assert_array_equal(erf(-GRID), -erf(GRID))
