"""Transposed convolution, in any number of axes of space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array
from scratch.layers.arguments import positive, tuple_of
from scratch.layers.convolution import convolve, convolve_input_vjp, convolve_kernel_vjp
from scratch.layers.layer import Shape
from scratch.layers.windowed import Biased
from scratch.layers.windows import Pads, inside, padded


class ConvTranspose(Biased):
    """The linear map of a convolution from y to x: what `Conv1DTranspose` and `Conv2DTranspose` have in common."""

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        output_padding: int | Sequence[int] | None = None,
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = 1,
        activation: object = None,
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        **settings: Any,
    ) -> None:
        super().__init__(kernel_size, "kernel_size", strides, padding, data_format, dilation_rate, activation=activation, **settings)
        who = type(self).__name__
        self.filters = positive(who, "filters", filters)
        self.output_padding = None if output_padding is None else tuple_of(who, "output_padding", output_padding, self.rank, least=0)
        if self.output_padding is not None and any(extra >= s for extra, s in zip(self.output_padding, self.strides)):
            raise ValueError(f"{who}: expected output_padding below strides {self.strides}, got {self.output_padding}.")
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(f"{who}: expected strides or dilation_rate of 1, got {self.strides} and {self.dilation_rate}.")
        self.use_bias = use_bias
        self.kernel_initializer = kernel_initializer
        self.bias_initializer = bias_initializer

    def build_last(self, input_shape: Shape) -> None:
        channels = self.known_channels(input_shape)
        self.add_weight("kernel", (*self.window.size, self.filters, channels), self.kernel_initializer)
        self.add_bias(self.filters)

    def call_last(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Pads]]:
        kernel = self.params["kernel"]
        if x.shape[-1] != kernel.shape[-1]:
            raise self.bad_input(f"{kernel.shape[-1]} channels (those of kernel)", x.shape)
        space: Any = self.output_shape_last(x.shape)[1:-1]
        pads = self.window.pads(self.padding, space)
        wide = (x.shape[0], *(n + sum(pad) for n, pad in zip(space, pads)), self.filters)
        return self.with_bias(convolve_input_vjp(x, kernel, self.window, wide)[inside(pads, space)]), (x, pads)

    def vjp_last(self, dy: Array, cache: tuple[Array, Pads], input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        """dx = the convolution of dy with kernel; dkernel = that convolution's gradient, x standing for its upstream one."""
        x, pads = cache
        wide = padded(dy, pads)  # rows and columns that output_padding adds are too few for another window
        gradients = {"kernel": convolve_kernel_vjp(x, wide, self.window), **self.bias_vjp(dy)}
        return (convolve(wide, self.params["kernel"], self.window) if input_gradient else None), gradients

    def output_shape_last(self, input_shape: Shape) -> Shape:
        given: tuple[int | None, ...] = self.output_padding or (None,) * self.rank
        sizes = zip(input_shape[1:-1], self.strides, self.window.extent, given)
        space = tuple(None if n is None else self._larger(n, s, extent, extra) for n, s, extent, extra in sizes)
        if self.window.counts(self.padding, space) != tuple(input_shape[1:-1]):
            raise self.bad_input(f"space that y of {space} has windows for (see output_padding {self.output_padding})", input_shape)
        return (input_shape[0], *space, self.filters)

    def _larger(self, n: int, stride: int, extent: int, extra: int | None) -> int:
        """Length of y along an axis on which x has length n."""
        if self.padding == "valid":
            return (n - 1) * stride + extent + (max(stride - extent, 0) if extra is None else extra)
        return n * stride if extra is None else (n - 1) * stride + extent % 2 + extra
