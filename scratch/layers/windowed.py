"""What the layers that look through a sliding window have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.arrays import rows_of
from scratch.differentiable import Array
from scratch.layers.arguments import padding_name, tuple_of
from scratch.layers.layer import Shape
from scratch.layers.precision import sum_of_rows, widened
from scratch.layers.spatial import Spatial
from scratch.layers.windows import Window


class Windowed(Spatial):
    """A layer that looks at x through a sliding window.

    Args:
        size: of the window.
        name_of_size: what the argument is called.
        strides: how far the window moves.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, zeros around x.
        dilation_rate: how far apart the entries of the window are.
    """

    paddings: tuple[str, ...] = ("valid", "same")

    def __init__(
        self,
        size: int | Sequence[int],
        name_of_size: str,
        strides: int | Sequence[int],
        padding: str,
        data_format: str | None,
        dilation_rate: int | Sequence[int] = 1,
        **settings: Any,
    ) -> None:
        super().__init__(data_format=data_format, **settings)
        who = type(self).__name__
        self.strides = tuple_of(who, "strides", strides, self.rank)
        self.dilation_rate = tuple_of(who, "dilation_rate", dilation_rate, self.rank)
        self.padding = padding_name(who, padding, self.paddings)
        self.window = Window(tuple_of(who, name_of_size, size, self.rank), self.strides, self.dilation_rate)

    def space_after(self, input_shape: Shape) -> tuple[int | None, ...]:
        """How many windows there are along each axis of space, for channels last."""
        count = self.window.counts(self.padding, input_shape[1:-1])
        if any(n is not None and n < 1 for n in count):
            raise self.bad_input(f"space of at least {self.window.extent} (the window)", input_shape)
        return count

    def windows_on(self, x: Array) -> tuple[int, ...]:
        """`space_after` of an array, all of whose lengths are known."""
        count: Any = self.space_after(x.shape)
        return count


class Biased(Windowed):
    """A windowed layer with weights: a kernel, and a bias of one number a channel, which is added at the end."""

    use_bias: bool
    bias_initializer: object

    @property
    def kernel_size(self) -> tuple[int, ...]:
        """Size of the window."""
        return self.window.size

    def add_bias(self, channels: int) -> None:
        """Make the parameter."""
        if self.use_bias:
            self.add_weight("bias", (channels,), self.bias_initializer)

    def with_bias(self, y: Array) -> Array:
        """y + bias."""
        return y + self.params["bias"] if self.use_bias else y

    def bias_vjp(self, dy: Array) -> dict[str, Array]:
        """dbias = sum of dy over all axes but the last."""
        return {"bias": sum_of_rows(widened(rows_of(dy), self.dtype))} if self.use_bias else {}

    def known_channels(self, input_shape: Shape) -> int:
        """Length of the last axis, which sizes the kernel."""
        channels = input_shape[-1]
        if not channels:
            raise self.bad_input("a known number of channels to size kernel by", input_shape)
        return channels
