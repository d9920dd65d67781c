"""Softmax as a layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.activations.linear import linear
from scratch.activations.softmax import softmax
from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer, Shape


class Softmax(Layer):
    """y = exp(x) / sum of exp(x) along `axis`.

    Args:
        axis: the axis, or axes, whose entries sum to 1.

    Shapes:
        x  (batch, ...)
        y  like x

    Raises:
        ValueError: x does not have such an axis.

    Source: `keras.layers.Softmax`, without its mask. A cross-entropy after this layer is computed from x, not from y, as
    Keras does. Keras does so for every `axis`, though the cross-entropy is then that of a softmax along the last
    one; here another `axis` gives the cross-entropy of y.
    """

    supports_masking = True

    def __init__(self, axis: int | Sequence[int] = -1, **settings: Any) -> None:
        super().__init__(**settings)
        self.axis = axis
        self._axes = (axis,) if isinstance(axis, int) else tuple(axis)
        if not self._axes:
            raise ValueError(f"Softmax: expected axis as a whole number or several, got {axis!r}.")

    def build(self, input_shape: Shape) -> None:
        rank = len(input_shape)
        if not all(-rank <= axis < rank for axis in self._axes):
            raise self.bad_input(f"axis {self.axis}", input_shape)
        along_last = len(self._axes) == 1 and self._axes[0] in (-1, rank - 1)
        self.output_activation = softmax if along_last else linear  # an activation is what a model's loss looks for

    def call(self, x: Array, training: bool) -> tuple[Array, Array | None]:
        if self.output_activation is softmax:
            return x, None
        xp = namespace(x)
        e = xp.exp(x - xp.max(x, axis=self._axes, keepdims=True))
        y = e / xp.sum(e, axis=self._axes, keepdims=True)
        return y, y

    def call_masked(self, x: Array, training: bool, mask: Array) -> tuple[Array, Array | None]:
        raise ValueError(f"{self.name}: expected no mask (Keras takes it for one over classes), got one; use Dense(..., 'softmax').")

    def vjp(self, dy: Array, cache: Array | None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = y * (dy - sum of dy * y) along `axis`."""
        return (dy if cache is None else softmax.vjp(dy, None, cache, axis=self._axes)), {}
