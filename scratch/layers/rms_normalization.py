"""Root mean square normalization."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer, Shape
from scratch.layers.precision import narrowed, sum_of_rows, widened


class RMSNormalization(Layer):
    """y = scale * x / sqrt(mean of x^2 + epsilon), the mean taken along `axis` in each sample.

    Args:
        axis: the last axis, or several last axes; `scale` has an entry for each place on them.
        epsilon: added to the mean square, above 0 if x can be 0 throughout.

    Shapes:
        x      (batch, ..., features)
        scale  (features,), or one axis for each in `axis`
        y      like x

    Raises:
        ValueError: x does not have such axes, of another length than `scale`, or they are not its last.

    Source: Zhang and Sennrich 2019, eq. 4, with an epsilon; `keras.layers.RMSNormalization`. Keras takes any axis but lays
    `scale` along the last ones whatever `axis` says; here such an `axis` is refused.
    """

    def __init__(self, axis: int | Sequence[int] = -1, epsilon: float = 1e-6, **settings: Any) -> None:
        super().__init__(**settings)
        self.axis = [axis] if isinstance(axis, int) else list(axis)
        self.epsilon = float(epsilon)

    def build(self, input_shape: Shape) -> None:
        rank, count = len(input_shape), len(self.axis)
        are_last = all(-rank <= a < rank for a in self.axis) and {a % rank for a in self.axis} == set(range(rank - count, rank))
        features = tuple(n for n in input_shape[rank - count :] if n is not None)
        if not 0 < count == len(features) or not are_last:
            raise self.bad_input(f"axis {self.axis} last, and of known length", input_shape)
        self.add_weight("scale", features, "ones")

    def call(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Array]]:
        xp, scale = namespace(x), widened(self.params["scale"], self.dtype)
        if x.shape[max(0, x.ndim - scale.ndim) :] != scale.shape:
            raise self.bad_input(f"last axes {tuple(scale.shape)} (those of scale)", x.shape)
        x = widened(x, self.dtype)
        inverse = 1 / xp.sqrt(self._mean(x * x) + self.epsilon)
        x_hat = x * inverse
        return narrowed(x_hat * scale, self.dtype), (x_hat, inverse)

    def vjp(self, dy: Array, cache: tuple[Array, Array], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = inverse * (dy * scale - x_hat * mean of dy * scale * x_hat); dscale = sum of dy * x_hat over samples."""
        (x_hat, inverse), scale = cache, widened(self.params["scale"], self.dtype)
        xp, dy = namespace(dy), widened(dy, self.dtype)
        dx_hat = dy * scale
        dx = (dx_hat - x_hat * self._mean(dx_hat * x_hat)) * inverse
        rows = (math.prod(dy.shape[: dy.ndim - scale.ndim]), math.prod(scale.shape))
        dscale = xp.reshape(sum_of_rows(xp.reshape(dy * x_hat, rows)), scale.shape)
        return narrowed(dx, self.dtype), {"scale": dscale}

    def _mean(self, x: Array) -> Array:
        axes = tuple(range(-len(self.axis), 0))
        return namespace(x).sum(x, axis=axes, keepdims=True) / max(1, self.params["scale"].size)
