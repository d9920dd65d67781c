"""Gated linear unit."""

from __future__ import annotations

import numpy as np

from scratch.activations.sigmoid import sigmoid
from scratch.differentiable import Array, Differentiable, namespace

edges_are_meant = np.errstate(over="ignore", invalid="ignore")  # inf * 0 has no limit: NaN, as in Keras


@Differentiable
def glu(x: Array, axis: int = -1) -> Array:
    """Gated linear unit, a * sigmoid(b), where a and b are the two halves of x along `axis`.

    Args:
        x: array of floats, even length along `axis`.
        axis: the axis that is halved.

    Returns:
        Array like `x`, half as long along `axis`.

    Raises:
        ValueError: the axis has odd length.

    Source: `keras.activations.glu`; Dauphin et al. 2017 (arXiv:1612.08083), eq. 1.
    """
    a, b = _halves(x, axis)
    return a * sigmoid(b)


@glu.defvjp
@edges_are_meant
def glu_vjp(dy: Array, x: Array, y: Array, axis: int = -1) -> Array:
    """da = dy * s and db = dy * a * s * (1 - s), with s = sigmoid(b) and 1 - s = sigmoid(-b), joined along `axis`."""
    a, b = _halves(x, axis)
    s = sigmoid(b)
    return namespace(x).concat([dy * s, dy * (a * (s * sigmoid(-b)))], axis=axis)


def _halves(x: Array, axis: int) -> tuple[Array, Array]:
    length = x.shape[axis]
    if length % 2:
        raise ValueError(
            f"glu: expected an even length along axis {axis} (it is cut in two halves), got shape {tuple(x.shape)};"
            " make the layer before it twice as wide as the output."
        )
    first, second = [slice(None)] * x.ndim, [slice(None)] * x.ndim
    first[axis], second[axis] = slice(None, length // 2), slice(length // 2, None)
    return x[tuple(first)], x[tuple(second)]
