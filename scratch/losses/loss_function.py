"""A loss as a function of targets and predictions, kept together with its vector-Jacobian product (VJP)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from scratch.differentiable import Array, Differentiable, quiet
from scratch.losses.shapes import as_float, same_rank

Pullback = Callable[[Array], Array]


class LossFunction(Differentiable):
    """Callable `f(y_true, y_pred, **settings)` that returns one value a sample, with `f.vjp(dy, y_true, y_pred, **settings)`.

    `vjp` maps the gradient of the values to the gradient of `y_pred`. Both take arrays or lists and bring them to one
    dtype (that of `y_pred`) and one shape; the functions they are made of can rely on that.

    Raises:
        ValueError: the shapes of `y_true` and `y_pred` differ by more than a last axis of length 1. (Keras broadcasts
            them in some losses.)
    """

    shared: Callable[..., tuple[Array, Pullback]] | None = None
    prepared_vjp: Callable[..., Array]

    @classmethod
    def with_pullback(cls, function: Callable[..., tuple[Array, Pullback]]) -> LossFunction:
        """Decorator for a function that returns `(values, pullback)`, where `pullback(dy)` is the VJP: for losses whose
        VJP needs most of what the values needed."""

        @functools.wraps(function)
        def values(*args: Any, **settings: Any) -> Array:
            return function(*args, **settings)[0]

        loss = cls(values)
        loss.shared = function
        loss.defvjp(lambda dy, *args, **settings: function(*args, **settings)[1](dy))
        return loss

    @quiet
    def __call__(self, y_true: Array, y_pred: Array, *args: Any, **settings: Any) -> Array:  # type: ignore[override]  # two arrays, not one
        return self.function(*self.prepare(y_true, y_pred), *args, **settings)

    def defvjp(self, vjp: Callable[..., Array]) -> Callable[..., Array]:
        """Register the VJP; used as a decorator on the function that follows the forward one."""

        @quiet
        @functools.wraps(vjp)
        def prepared(dy: Array, y_true: Array, y_pred: Array, *args: Any, **settings: Any) -> Array:
            y_true, y_pred = self.prepare(y_true, y_pred)
            return vjp(as_float(dy, y_pred.dtype), y_true, y_pred, *args, **settings)

        self.prepared_vjp = vjp
        self.vjp = prepared
        return vjp

    def value_and_pullback(self, y_true: Array, y_pred: Array, **settings: Any) -> tuple[Array, Pullback]:
        """The values, and the function that maps their gradient to that of `y_pred`. For `Loss`, which has called `prepare`."""
        if self.shared is not None:
            return self.shared(y_true, y_pred, **settings)
        return self.function(y_true, y_pred, **settings), lambda dy: self.prepared_vjp(dy, y_true, y_pred, **settings)

    def prepare(self, y_true: Array, y_pred: Array, dtype: str | None = None) -> tuple[Array, Array]:
        """Both as arrays of one dtype and one shape."""
        y_pred = as_float(y_pred, dtype)
        y_true, y_pred = same_rank(as_float(y_true, y_pred.dtype), y_pred)
        if y_true.shape != y_pred.shape:
            name = self.function.__name__
            raise ValueError(
                f"{name}: expected y_true of the shape of y_pred (one target an output), got {y_true.shape} and {y_pred.shape};"
                " reshape the targets, or check the width of the last layer."
            )
        return y_true, y_pred
