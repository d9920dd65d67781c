"""What the layers on images and sequences have in common: where the channels are."""

from __future__ import annotations

from typing import Any, final

from scratch.differentiable import Array, namespace
from scratch.layers.arguments import data_format_name
from scratch.layers.layer import Layer, Shape


class Spatial(Layer):
    """A layer on x of shape (batch, *space, channels), or with `data_format='channels_first'` (batch, channels, *space).

    Subclasses are written for channels last only, in `build_last`, `call_last`, `vjp_last` and `output_shape_last`.

    Args:
        data_format: `'channels_last'` (the default) or `'channels_first'`.
    """

    rank: int  # number of axes of space: 1 for sequences, 2 for images

    def __init__(self, *, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self.data_format = data_format_name(type(self).__name__, data_format)

    def build_last(self, input_shape: Shape) -> None:
        """`build` for channels last."""

    def call_last(self, x: Array, training: bool) -> tuple[Array, Any]:
        """`call` for channels last."""
        raise NotImplementedError

    def vjp_last(self, dy: Array, cache: Any, input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        """`vjp` for channels last."""
        raise NotImplementedError

    def output_shape_last(self, input_shape: Shape) -> Shape:
        """`compute_output_shape` for channels last."""
        raise NotImplementedError

    @final
    def build(self, input_shape: Shape) -> None:
        shape = self._shape_last(input_shape)
        self.output_shape_last(shape)
        self.build_last(shape)

    @final
    def call(self, x: Array, training: bool) -> tuple[Array, Any]:
        y, cache = self.call_last(self.as_last(x), training)
        return self.as_given(y), cache

    @final
    def vjp(self, dy: Array, cache: Any, input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        if self.data_format == "channels_last" or dy.ndim < 3:
            dx, gradients = self.vjp_last(dy, cache, input_gradient)
        else:
            dx, gradients = self.vjp_last(namespace(dy).moveaxis(dy, 1, -1), cache, input_gradient)
        return (dx if dx is None else self.as_given(dx)), gradients

    @final
    def compute_output_shape(self, input_shape: Shape) -> Shape:
        shape = self.output_shape_last(self._shape_last(input_shape))
        return shape if self.data_format == "channels_last" or len(shape) < 3 else (shape[0], shape[-1], *shape[1:-1])

    def as_last(self, x: Array) -> Array:
        """x with its channels last."""
        self._check_rank(x.shape)
        return x if self.data_format == "channels_last" else namespace(x).moveaxis(x, 1, -1)

    def as_given(self, y: Array) -> Array:
        """y, whose channels are last, with them where `data_format` has them."""
        return y if self.data_format == "channels_last" or y.ndim < 3 else namespace(y).moveaxis(y, -1, 1)

    def _shape_last(self, shape: Shape) -> Shape:
        self._check_rank(shape)
        return shape if self.data_format == "channels_last" else (shape[0], *shape[2:], shape[1])

    def _check_rank(self, shape: Shape) -> None:
        if len(shape) != self.rank + 2:
            layout = "(batch, *space, channels)" if self.data_format == "channels_last" else "(batch, channels, *space)"
            raise self.bad_input(f"{self.rank + 2} axes {layout}", shape)
