"""Separable convolution of images."""

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


class SeparableConv2D(Biased):
    """A convolution of each channel by itself, then a matrix product over the channels at each place.

    y = activation(depthwise(x, depthwise_kernel) @ pointwise_kernel + bias); see `DepthwiseConv2D` for the first half.

    Args:
        filters: number of channels of y.
        kernel_size: rows and columns of the window, or one number for both.
        strides: how far the window moves.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, zeros around x.
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        dilation_rate: how far apart the entries of the window are.
        depth_multiplier: number of channels for each of x between the two halves.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        depthwise_initializer, pointwise_initializer, bias_initializer: initial values.

    Shapes:
        x                 (batch, rows, columns, in)
        depthwise_kernel  (rows, columns, in, depth_multiplier)
        pointwise_kernel  (1, 1, in * depth_multiplier, filters)
        bias              (filters,)
        y                 (batch, windows down, windows across, filters)

    Raises:
        ValueError: an argument that is none of these, or not even one window.

    Source: Chollet 2017; `keras.layers.SeparableConv2D`, without its regularizers and constraints.
    """

    rank = 2

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = (1, 1),
        depth_multiplier: int = 1,
        activation: object = None,
        use_bias: bool = True,
        depthwise_initializer: object = "glorot_uniform",
        pointwise_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        **settings: Any,
    ) -> None:
        super().__init__(kernel_size, "kernel_size", strides, padding, data_format, dilation_rate, activation=activation, **settings)
        self.filters = positive("SeparableConv2D", "filters", filters)
        self.depth_multiplier = positive("SeparableConv2D", "depth_multiplier", depth_multiplier)
        self.use_bias = use_bias
        self.depthwise_initializer = depthwise_initializer
        self.pointwise_initializer = pointwise_initializer
        self.bias_initializer = bias_initializer

    def build_last(self, input_shape: Shape) -> None:
        channels = self.known_channels(input_shape)
        between = channels * self.depth_multiplier
        self.add_weight("depthwise_kernel", (*self.window.size, channels, self.depth_multiplier), self.depthwise_initializer)
        self.add_weight("pointwise_kernel", (1, 1, between, self.filters), self.pointwise_initializer)
        self.add_bias(self.filters)

    def call_last(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Array, tuple[int, ...]]]:
        kernel, space = self.params["depthwise_kernel"], x.shape[1:-1]
        if x.shape[-1] != kernel.shape[-2]:
            raise self.bad_input(f"{kernel.shape[-2]} channels (those of depthwise_kernel)", x.shape)
        wide = padded(x, self.window.pads(self.padding, space))
        between = depthwise(wide, kernel, self.window, self.windows_on(x))
        y = rows_of(between) @ self.params["pointwise_kernel"][0, 0, ...]
        return self.with_bias(reshaped(y, (*between.shape[:-1], self.filters))), (wide, between, space)

    def vjp_last(
        self, dy: Array, cache: tuple[Array, Array, tuple[int, ...]], input_gradient: bool
    ) -> tuple[Array | None, dict[str, Array]]:
        """The VJPs of `depthwise` at dbetween = dy @ pointwise_kernel^T; dpointwise_kernel = between^T dy."""
        (wide, between, space), kernel, matrix = cache, self.params["depthwise_kernel"], self.params["pointwise_kernel"][0, 0, ...]
        rows = rows_of(dy)
        dbetween = reshaped(rows @ matrix.T, between.shape)
        gradients = {
            "depthwise_kernel": depthwise_kernel_vjp(dbetween, wide, kernel, self.window),
            "pointwise_kernel": rows_of(between).T @ rows,
            **self.bias_vjp(dy),
        }
        if not input_gradient:
            return None, gradients
        dx = depthwise_input_vjp(dbetween, kernel, self.window, wide.shape)
        return dx[inside(self.window.pads(self.padding, space), space)], gradients

    def output_shape_last(self, input_shape: Shape) -> Shape:
        return (input_shape[0], *self.space_after(input_shape), self.filters)
