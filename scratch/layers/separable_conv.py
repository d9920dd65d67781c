"""Separable convolution, in any number of axes of space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.arrays import reshaped, rows_of
from scratch.differentiable import Array
from scratch.layers.arguments import positive
from scratch.layers.depthwise import depthwise, depthwise_input_vjp, depthwise_kernel_vjp
from scratch.layers.layer import Shape
from scratch.layers.windowed import Biased
from scratch.layers.windows import inside, padded


class SeparableConv(Biased):
    """A convolution of each channel by itself, then a matrix product over the channels: `SeparableConv1D` and `SeparableConv2D`."""

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = 1,
        depth_multiplier: int = 1,
        activation: object = None,
        use_bias: bool = True,
        depthwise_initializer: object = "glorot_uniform",
        pointwise_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        **settings: Any,
    ) -> None:
        super().__init__(kernel_size, "kernel_size", strides, padding, data_format, dilation_rate, activation=activation, **settings)
        self.filters = positive(type(self).__name__, "filters", filters)
        self.depth_multiplier = positive(type(self).__name__, "depth_multiplier", depth_multiplier)
        self.use_bias = use_bias
        self.depthwise_initializer = depthwise_initializer
        self.pointwise_initializer = pointwise_initializer
        self.bias_initializer = bias_initializer

    def build_last(self, input_shape: Shape) -> None:
        channels = self.known_channels(input_shape)
        between = channels * self.depth_multiplier
        self.add_weight("depthwise_kernel", (*self.window.size, channels, self.depth_multiplier), self.depthwise_initializer)
        self.add_weight("pointwise_kernel", (*(1,) * self.rank, between, self.filters), self.pointwise_initializer)
        self.add_bias(self.filters)

    def call_last(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Array, tuple[int, ...]]]:
        kernel, space = self.params["depthwise_kernel"], x.shape[1:-1]
        if x.shape[-1] != kernel.shape[-2]:
            raise self.bad_input(f"{kernel.shape[-2]} channels (those of depthwise_kernel)", x.shape)
        wide = padded(x, self.window.pads(self.padding, space))
        between = depthwise(wide, kernel, self.window, self.windows_on(x))
        y = rows_of(between) @ self._pointwise
        return self.with_bias(reshaped(y, (*between.shape[:-1], self.filters))), (wide, between, space)

    def vjp_last(
        self, dy: Array, cache: tuple[Array, Array, tuple[int, ...]], input_gradient: bool
    ) -> tuple[Array | None, dict[str, Array]]:
        """The VJPs of `depthwise` at dbetween = dy @ pointwise_kernel^T; dpointwise_kernel = between^T dy."""
        (wide, between, space), kernel, matrix = cache, self.params["depthwise_kernel"], self._pointwise
        rows = rows_of(dy)
        dbetween = reshaped(rows @ matrix.T, between.shape)
        gradients = {
            "depthwise_kernel": depthwise_kernel_vjp(dbetween, wide, kernel, self.window),
            "pointwise_kernel": reshaped(rows_of(between).T @ rows, self.params["pointwise_kernel"].shape),
            **self.bias_vjp(dy),
        }
        if not input_gradient:
            return None, gradients
        dx = depthwise_input_vjp(dbetween, kernel, self.window, wide.shape)
        return dx[inside(self.window.pads(self.padding, space), space)], gradients

    def output_shape_last(self, input_shape: Shape) -> Shape:
        return (input_shape[0], *self.space_after(input_shape), self.filters)

    @property
    def _pointwise(self) -> Array:
        """pointwise_kernel as a matrix."""
        kernel = self.params["pointwise_kernel"]
        return reshaped(kernel, kernel.shape[-2:])
