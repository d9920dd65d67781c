"""The arithmetic that batch, layer and group normalization share."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import NamedTuple

from scratch.differentiable import Array, namespace
from scratch.layers.precision import sum_over

Mean = Callable[[Array], Array]  # from x to means of its entries, in a shape that broadcasts with x


class Moments(NamedTuple):
    """Mean and variance (of n values, divided by n)."""

    mean: Array
    variance: Array


class Standardized(NamedTuple):
    """(x - mean) / sqrt(variance + epsilon) as its two factors, `centred` and `inverse`, and where from."""

    centred: Array
    inverse: Array
    moments: Moments
    mean_of: Mean | None  # None: the moments did not depend on x


def mean_over(axes: tuple[int, ...]) -> Mean:
    """The mean over `axes` (none of them negative, ascending), which stay as axes of length 1."""
    return functools.partial(_mean_over, axes=axes)


def _mean_over(x: Array, axes: tuple[int, ...]) -> Array:
    return sum_over(x, axes) / max(1, math.prod(x.shape[axis] for axis in axes))  # 1: of nothing, the mean is 0


def standardize(x: Array, mean_of: Mean, epsilon: float) -> Standardized:
    """Shift and scale `x` to mean 0 and variance 1.

    Args:
        x: array of float32 or float64.
        mean_of: which entries belong together.
        epsilon: added to the variance.
    """
    mean = mean_of(x)
    centred = x - mean
    variance = mean_of(centred * centred)
    return Standardized(centred, 1 / namespace(x).sqrt(variance + epsilon), Moments(mean, variance), mean_of)


def standardize_by(x: Array, moments: Moments, epsilon: float) -> Standardized:
    """Shift and scale `x` by moments that do not depend on it."""
    return Standardized(x - moments.mean, 1 / namespace(x).sqrt(moments.variance + epsilon), moments, None)


def standardize_vjp(dx_hat: Array, result: Standardized) -> Array:
    """dx = inverse * (dx_hat - mean of dx_hat - x_hat * mean of dx_hat * x_hat); by given moments inverse * dx_hat.

    Source: Ioffe and Szegedy 2015, section 3, the derivatives by variance and mean put together.
    """
    if result.mean_of is None:
        return dx_hat * result.inverse
    x_hat = result.centred * result.inverse  # first: where the variance has overflown it is 0, and centred times anything may be infinite
    return (dx_hat - result.mean_of(dx_hat) - x_hat * result.mean_of(dx_hat * x_hat)) * result.inverse
