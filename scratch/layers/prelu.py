"""ReLU with a learned slope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer, Shape
from scratch.layers.precision import sum_over, widened


class PReLU(Layer):
    """y = max(x, 0) + alpha * min(x, 0), alpha learned.

    Args:
        alpha_initializer: initial slopes, zeros unless given.
        shared_axes: axes of x, counted from 1, along which all entries share one slope; [1, 2] for one slope a
            channel of images.

    Shapes:
        x      (batch, n1, n2, ...)
        alpha  (n1, n2, ...), with 1 for the shared axes
        y      like x

    Raises:
        ValueError: `shared_axes` names the batch or an axis that x does not have, an axis that is not shared has no
            known length, or x is of another shape than `alpha`.

    Source: He, Zhang, Ren and Sun 2015, eq. 1; `keras.layers.PReLU`. At 0 both derivatives are 0. Keras takes a
    negative entry in `shared_axes` for the axis before the one it names, and 0 for the last one; here they are refused.
    """

    supports_masking = True

    def __init__(
        self,
        alpha_initializer: object = "Zeros",
        alpha_regularizer: None = None,
        alpha_constraint: None = None,
        shared_axes: int | Sequence[int] | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(alpha_regularizer=alpha_regularizer, alpha_constraint=alpha_constraint, **settings)
        self.alpha_initializer = alpha_initializer
        self.shared_axes = (shared_axes,) if isinstance(shared_axes, int) else tuple(shared_axes or ())

    def build(self, input_shape: Shape) -> None:
        if not all(0 < axis < len(input_shape) for axis in self.shared_axes):
            raise self.bad_input(f"axes from 1 up to all of shared_axes {self.shared_axes}", input_shape)
        shape = tuple(1 if i in self.shared_axes else n for i, n in enumerate(input_shape))[1:]
        known = tuple(n for n in shape if n is not None)
        if known != shape:
            raise self.bad_input("known axes to size alpha by, but for the batch and shared_axes", input_shape)
        self.add_weight("alpha", known, self.alpha_initializer)

    def call(self, x: Array, training: bool) -> tuple[Array, Array]:
        xp, alpha = namespace(x), self.params["alpha"]
        if x.ndim != alpha.ndim + 1 or any(n not in (1, m) for n, m in zip(alpha.shape, x.shape[1:])):
            raise self.bad_input(f"axes (batch, ...) that alpha {tuple(alpha.shape)} broadcasts to", x.shape)
        return xp.maximum(x, 0) + alpha * xp.minimum(x, 0), x

    def vjp(self, dy: Array, cache: Array, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy above 0, alpha * dy below; dalpha = sum of dy * min(x, 0) over the batch and the shared axes."""
        xp, alpha = namespace(cache), self.params["alpha"]
        dx = dy * xp.where(cache > 0, 1, xp.where(cache < 0, alpha, 0))
        axes = (0, *(i for i in range(1, cache.ndim) if alpha.shape[i - 1] == 1))
        dalpha = sum_over(widened(dy, self.dtype) * xp.minimum(cache, 0), axes)
        return dx, {"alpha": xp.reshape(dalpha, alpha.shape)}
