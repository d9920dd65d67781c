"""Depthwise convolution of images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array
from scratch.layers.arguments import positive
from scratch.layers.depthwise import depthwise, depthwise_input_vjp, depthwise_kernel_vjp
from scratch.layers.layer import Shape
from scratch.layers.windowed import Biased
from scratch.layers.windows import inside, padded


class DepthwiseConv2D(Biased):
    """Convolution of each channel by itself, into `depth_multiplier` channels of y.

    y[n, i, j, c * m + o] = activation(sum over k, l of x[n, i + k, j + l, c] * kernel[k, l, c, o] + bias[c * m + o]).

    Args:
        kernel_size: rows and columns of the window, or one number for both.
        strides: how far the window moves.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, zeros around x.
        depth_multiplier: number of channels of y for each of x.
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        dilation_rate: how far apart the entries of the window are.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        depthwise_initializer, bias_initializer: initial values.

    Shapes:
        x       (batch, rows, columns, in)
        kernel  (rows, columns, in, depth_multiplier)
        bias    (in * depth_multiplier,)
        y       (batch, windows down, windows across, in * depth_multiplier)

    Raises:
        ValueError: an argument that is none of these, or not even one window.

    Source: `keras.layers.DepthwiseConv2D`, without its regularizers and constraints. An empty batch gives an empty y of
    the right shape; Keras gives it the shape of x.
    """

    rank = 2

    def __init__(
        self,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = (1, 1),
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = (1, 1),
        activation: object = None,
        use_bias: bool = True,
        depthwise_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        **settings: Any,
    ) -> None:
        super().__init__(kernel_size, "kernel_size", strides, padding, data_format, dilation_rate, activation=activation, **settings)
        self.depth_multiplier = positive("DepthwiseConv2D", "depth_multiplier", depth_multiplier)
        self.use_bias = use_bias
        self.depthwise_initializer = depthwise_initializer
        self.bias_initializer = bias_initializer

    def build_last(self, input_shape: Shape) -> None:
        channels = self.known_channels(input_shape)
        self.add_weight("kernel", (*self.window.size, channels, self.depth_multiplier), self.depthwise_initializer)
        self.add_bias(channels * self.depth_multiplier)

    def call_last(self, x: Array, training: bool) -> tuple[Array, tuple[Array, tuple[int, ...]]]:
        kernel, space = self.params["kernel"], x.shape[1:-1]
        if x.shape[-1] != kernel.shape[-2]:
            raise self.bad_input(f"{kernel.shape[-2]} channels (those of kernel)", x.shape)
        wide = padded(x, self.window.pads(self.padding, space))
        return self.with_bias(depthwise(wide, kernel, self.window, self.windows_on(x))), (wide, space)

    def vjp_last(self, dy: Array, cache: tuple[Array, tuple[int, ...]], input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        """The VJPs of `depthwise`; dbias = sum of dy over all but the channels."""
        (wide, space), kernel = cache, self.params["kernel"]
        gradients = {"kernel": depthwise_kernel_vjp(dy, wide, kernel, self.window), **self.bias_vjp(dy)}
        if not input_gradient:
            return None, gradients
        dx = depthwise_input_vjp(dy, kernel, self.window, wide.shape)
        return dx[inside(self.window.pads(self.padding, space), space)], gradients

    def output_shape_last(self, input_shape: Shape) -> Shape:
        channels = None if input_shape[-1] is None else input_shape[-1] * self.depth_multiplier
        return (input_shape[0], *self.space_after(input_shape), channels)
