"""Exponential."""

import numpy as np

from scratch.differentiable import Array, Differentiable, namespace

overflow_is_meant = np.errstate(over="ignore", invalid="ignore")  # exp(89) is inf in float32, here as in Keras


@Differentiable
def exponential(x: Array) -> Array:
    """Exponential, exp(x); inf where that is too large for the dtype.

    Args:
        x: array of floats, any shape.

    Source: `keras.activations.exponential`.
    """
    return namespace(x).exp(x)


@exponential.defvjp
@overflow_is_meant
def exponential_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * y."""
    return dy * y
