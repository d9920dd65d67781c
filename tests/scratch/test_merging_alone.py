"""Layers of several inputs as they are called by hand."""

from __future__ import annotations

import numpy as np
import pytest

from scratch import layers


def test_arrays_of_fewer_axes_are_merged_behind_the_batch():
    long, short = np.arange(24.0).reshape(2, 3, 4), np.arange(8.0).reshape(2, 4)
    layer = layers.Add(dtype="float64")
    np.testing.assert_array_equal(layer.forward([long, short]), long + short[:, None])
    for dx, wanted in zip(layer.backward(long), (long, long.sum(axis=1)), strict=True):
        np.testing.assert_array_equal(dx, wanted)
    assert layer.compute_output_shape([(None, 3, 4), (None, 4)]) == (None, 3, 4)
    assert layer.compute_output_shape([(None, None, 4), (None, 1, 4)]) == (None, None, 4)
    assert layer.compute_output_shape([(2, 1, 4), (None, 3, 1)]) == (2, 3, 4)
    flat = layers.Multiply(dtype="float64")
    np.testing.assert_array_equal(flat.forward([short, long, long]), long * long * short[:, None])
    np.testing.assert_array_equal(flat.backward(np.ones_like(long))[0], (long * long).sum(axis=1))


@pytest.mark.parametrize("layer", [layers.Add, layers.Subtract, layers.Average])
def test_every_input_gets_a_gradient_of_its_own(layer):
    dy = np.ones((2, 3))
    made = layer(dtype="float64")
    made.forward([np.ones((2, 3)), np.ones((2, 3))])
    one, other = made.backward(dy)
    kept = other.copy()
    one[...] = 7
    np.testing.assert_array_equal(other, kept)
    np.testing.assert_array_equal(dy, np.ones_like(dy))


@pytest.mark.parametrize("layer", [layers.Maximum, layers.Minimum, layers.Add, layers.Multiply, layers.Average])
def test_a_single_input_comes_out_as_an_array_of_its_own(layer):
    x = np.array([[1.0, 2.0]])
    y = layer(dtype="float64").forward([x])
    np.testing.assert_array_equal(y, [[1, 2]])
    y[...] = 7
    np.testing.assert_array_equal(x, [[1, 2]])


def test_inputs_of_other_types_are_merged_in_the_type_of_the_layer():
    xs = [np.ones((1, 2)), np.ones((1, 2), "int64"), np.ones((1, 2), "float32")]
    for layer in (layers.Add(), layers.Concatenate(), layers.Maximum()):
        assert layer.forward(xs).dtype == "float32"


def test_a_product_goes_back_without_overflow_where_the_gradient_has_none():
    large = float(np.finfo("float32").max)
    xs = [np.array([[n]], dtype="float32") for n in (large, 0.25, -0.25)]
    layer = layers.Multiply(dtype="float32")
    layer.forward(xs)
    with np.errstate(over="raise"):
        dx = layer.backward(np.array([[2.0]], dtype="float32"))
    np.testing.assert_allclose([each[0, 0] for each in dx], [-0.125, -large / 2, large / 2], rtol=1e-6)


def test_the_cosine_of_vectors_whose_squares_are_too_small_for_the_type():
    x = np.array([[3e-4, 4e-4]], "float16") / 4
    assert layers.Dot(1, normalize=True, dtype="float16").forward([x, x]) == pytest.approx(1, abs=2e-3)
