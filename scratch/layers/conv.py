"""Convolution, in any number of axes of space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array
from scratch.layers.arguments import positive
from scratch.layers.convolution import convolve, convolve_input_vjp, convolve_kernel_vjp
from scratch.layers.layer import Shape
from scratch.layers.windowed import Biased
from scratch.layers.windows import inside, padded


class Conv(Biased):
    """y = activation(convolution of x and kernel + bias): what `Conv1D` and `Conv2D` have in common.

    As everywhere in deep learning this is a cross-correlation: the kernel is not turned around.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = 1,
        groups: int = 1,
        activation: object = None,
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        **settings: Any,
    ) -> None:
        super().__init__(kernel_size, "kernel_size", strides, padding, data_format, dilation_rate, activation=activation, **settings)
        who = type(self).__name__
        self.filters, self.groups = positive(who, "filters", filters), positive(who, "groups", groups)
        if filters % groups:
            raise ValueError(f"{who}: expected filters as a multiple of groups {groups}, got {filters}.")
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(f"{who}: expected strides or dilation_rate of 1, got {self.strides} and {self.dilation_rate}.")
        self.use_bias = use_bias
        self.kernel_initializer = kernel_initializer
        self.bias_initializer = bias_initializer

    def build_last(self, input_shape: Shape) -> None:
        channels = self.known_channels(input_shape)
        if channels % self.groups:
            raise self.bad_input(f"a multiple of {self.groups} channels (groups)", input_shape)
        self.add_weight("kernel", (*self.window.size, channels // self.groups, self.filters), self.kernel_initializer)
        self.add_bias(self.filters)

    def call_last(self, x: Array, training: bool) -> tuple[Array, tuple[Array, tuple[int, ...]]]:
        kernel = self.params["kernel"]
        if x.shape[-1] != kernel.shape[-2] * self.groups:
            raise self.bad_input(f"{kernel.shape[-2] * self.groups} channels (those of kernel)", x.shape)
        self.space_after(x.shape)
        space = x.shape[1:-1]
        wide = padded(x, self.window.pads(self.padding, space))
        return self.with_bias(convolve(wide, kernel, self.window, self.groups)), (wide, space)

    def vjp_last(self, dy: Array, cache: tuple[Array, tuple[int, ...]], input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        """The VJPs of `convolve`; dbias = sum of dy over all but the channels."""
        wide, space = cache
        gradients = {"kernel": convolve_kernel_vjp(dy, wide, self.window, self.groups), **self.bias_vjp(dy)}
        if not input_gradient:
            return None, gradients
        dx = convolve_input_vjp(dy, self.params["kernel"], self.window, wide.shape, self.groups)
        return dx[inside(self.window.pads(self.padding, space), space)], gradients

    def output_shape_last(self, input_shape: Shape) -> Shape:
        return (input_shape[0], *self.space_after(input_shape), self.filters)
