"""Dense (affine, fully connected)."""

from __future__ import annotations

from typing import Any

from scratch.arrays import into, rows_of
from scratch.differentiable import Array, namespace
from scratch.layers.arguments import positive
from scratch.layers.layer import Layer, Shape
from scratch.layers.precision import sum_of_rows, widened


class Dense(Layer):
    """y = activation(x @ kernel + bias).

    Args:
        units: width of the output, a positive whole number.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        kernel_initializer, bias_initializer: initial values.

    Shapes:
        x       (batch, ..., in)     cast to the dtype of the layer
        kernel  (in, units)
        bias    (units,)
        y       (batch, ..., units)

    Raises:
        ValueError: `units` is not a positive whole number, or the last axis of x is not that of `kernel`.

    Source: `keras.layers.Dense`, without its regularizers, constraints, LoRA and quantization.
    """

    supports_masking = True

    def __init__(
        self,
        units: int,
        activation: object = None,
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        **settings: Any,
    ) -> None:
        super().__init__(activation=activation, **settings)
        self.units = positive("Dense", "units", units)
        self.use_bias = use_bias
        self.kernel_initializer = kernel_initializer
        self.bias_initializer = bias_initializer

    def build(self, input_shape: Shape) -> None:
        if len(input_shape) < 2 or not input_shape[-1]:
            raise self.bad_input("at least 2 axes (batch, ..., in) and a known last one to size kernel by", input_shape)
        self.add_weight("kernel", (input_shape[-1], self.units), self.kernel_initializer)
        if self.use_bias:
            self.add_weight("bias", (self.units,), self.bias_initializer)

    def call(self, x: Array, training: bool) -> tuple[Array, Array]:
        kernel = self.params["kernel"]
        if x.ndim < 2 or x.shape[-1] != kernel.shape[0]:
            raise self.bad_input(f"last axis {kernel.shape[0]} (rows of kernel)", x.shape)
        y = x @ kernel
        if self.use_bias:
            y += self.params["bias"]
        return y, x

    def vjp(self, dy: Array, cache: Array, input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        """dkernel = x^T dy and dbias = sum of dy, both over every axis but the last; dx = dy @ kernel^T."""
        kernel = self.params["kernel"]
        rows, upstream = rows_of(cache), rows_of(dy)
        gradients = {"kernel": into(self.grads["kernel"], namespace(dy).matmul, rows.T, upstream)}
        if self.use_bias:
            gradients["bias"] = sum_of_rows(widened(upstream, self.dtype))
        return (dy @ kernel.T if input_gradient else None), gradients

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape[:-1], self.units)
