"""Convolutions as they are called by hand: in groups, transposed, dilated."""

from __future__ import annotations

import numpy as np
import pytest

from scratch import layers


@pytest.mark.parametrize("make", [
    lambda **more: layers.Conv1D(kernel_size=2, dtype="float64", **more),
    lambda **more: layers.Conv2D(kernel_size=(2, 3), dtype="float64", **more),
])  # fmt: skip
def test_a_convolution_in_groups_is_one_of_each_half(make):
    whole, halves = make(filters=6, groups=2), [make(filters=3) for _ in range(2)]
    x = np.random.default_rng(0).standard_normal((2, 5, 4) if whole.rank == 1 else (2, 5, 6, 4))
    whole.forward(x)
    kernel, bias = whole.get_weights()
    bias = bias + np.arange(6.0)
    whole.set_weights([kernel, bias])
    y = whole.forward(x)
    dy = np.random.default_rng(1).standard_normal(y.shape)
    dx = whole.backward(dy)
    for number, half in enumerate(halves):
        inside, outside = slice(2 * number, 2 * number + 2), slice(3 * number, 3 * number + 3)
        half.forward(x[..., inside])
        half.set_weights([kernel[..., outside], bias[outside]])
        np.testing.assert_allclose(half.forward(x[..., inside]), y[..., outside], rtol=1e-12)
        np.testing.assert_allclose(half.backward(dy[..., outside]), dx[..., inside], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(half.grads["kernel"], whole.grads["kernel"][..., outside], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(half.grads["bias"], whole.grads["bias"][outside], rtol=1e-12)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("extra", [None, 1, 2])
def test_a_transposed_convolution_is_as_long_as_keras_says(size, padding, extra):
    """`compute_conv_transpose_output_length`: 4 strides of 3 and what the window and output_padding add."""
    if padding == "valid":
        length = 12 + size + (max(3 - size, 0) if extra is None else extra)
    else:
        length = 15 if extra is None else 12 + size % 2 + extra
    layer = layers.Conv1DTranspose(1, size, strides=3, padding=padding, output_padding=extra)
    assert layer.compute_output_shape((None, 5, 1)) == (None, length, 1)
    assert layer.forward(np.ones((2, 5, 1))).shape == (2, length, 1)


def test_a_transposed_convolution_without_strides_may_be_dilated():
    assert layers.Conv1DTranspose(1, 2, dilation_rate=2).forward(np.ones((1, 5, 1))).shape == (1, 7, 1)
