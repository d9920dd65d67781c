"""The two small operations that the update rules share."""

from __future__ import annotations

import numpy as np

from scratch.differentiable import Array, namespace


def constant(value: float, like: Array) -> Array:
    """`value` as a scalar of the dtype of `like`: bias corrections are computed in the working dtype, as in Keras.

    A scalar, not an array of no dimensions: NumPy raises the latter to a power by a vector routine that is off by one
    ulp in every fifth step, and 1 - beta_2^t turns that ulp into a relative error of 3e-5 in float32.
    """
    return like.dtype.type(value) if type(like) is np.ndarray else namespace(like).asarray(value, dtype=like.dtype)[()]


def blend(mean: Array, value: Array, share: float) -> None:
    """mean += (value - mean) share, in place.

    Here and in the rules, a statement does one operation and few temporary arrays live at a time: beyond two of them,
    getting their memory from the system again and again can cost more than the arithmetic.
    """
    change = value - mean
    change *= share
    mean += change
