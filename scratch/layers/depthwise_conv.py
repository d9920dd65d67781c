"""Depthwise convolution, in any number of axes of space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array
from scratch.layers.arguments import positive
from scratch.layers.depthwise import depthwise, depthwise_input_vjp, depthwise_kernel_vjp
from scratch.layers.layer import Shape
from scratch.layers.windowed import Biased
from scratch.layers.windows import inside, padded


class DepthwiseConv(Biased):
    """Convolution of each channel by itself: what `DepthwiseConv1D` and `DepthwiseConv2D` have in common."""

    def __init__(
        self,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = 1,
        activation: object = None,
        use_bias: bool = True,
        depthwise_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        **settings: Any,
    ) -> None:
        super().__init__(kernel_size, "kernel_size", strides, padding, data_format, dilation_rate, activation=activation, **settings)
        self.depth_multiplier = positive(type(self).__name__, "depth_multiplier", depth_multiplier)
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
