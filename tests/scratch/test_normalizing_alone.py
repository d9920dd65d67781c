"""Layers that normalize, and the sums they take, where Keras is no guide or says nothing."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from scratch import layers
from scratch.layers import precision
from tests.scratch.layers_made import built


def test_groups_and_normalized_axes_may_lie_anywhere_but_on_the_batch():
    x = np.random.default_rng(0).standard_normal((2, 6, 3))
    turned = layers.GroupNormalization(2, axis=1, dtype="float64").forward(x)
    same = layers.GroupNormalization(2, dtype="float64").forward(x.swapaxes(1, 2)).swapaxes(1, 2)
    np.testing.assert_allclose(turned, same, rtol=1e-12)
    assert layers.GroupNormalization(3, axis=-2).forward(x).shape == x.shape
    assert layers.BatchNormalization(axis=-2).forward(x).shape == x.shape
    groups = built(layers.GroupNormalization(-1), (2, 3))
    assert groups.groups == 3


def test_the_first_axis_may_be_normalized_too():
    layer = layers.BatchNormalization(axis=-2, dtype="float64")
    assert layer.forward(np.ones((2, 3))).shape == (2, 3)
    assert layer.params["gamma"].shape == (2,)


def test_a_mask_is_no_trouble_where_moments_are_not_taken():
    x, mask = np.ones((2, 3, 4)), np.array([[True, False, True]] * 2)
    assert layers.BatchNormalization().forward(x, training=False, mask=mask).shape == x.shape
    assert layers.BatchNormalization(trainable=False).forward(x, training=True, mask=mask).shape == x.shape
    with pytest.raises(ValueError, match="expected no mask in training"):
        layers.BatchNormalization().forward(x, training=True, mask=mask)


@pytest.mark.parametrize("count", [1, 255, 256, 257, 384, 600])
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_sum_in_blocks_is_the_sum(count, columns):
    x = np.random.default_rng(0).standard_normal((count, columns))
    wanted = [math.fsum(column) for column in x.T]
    np.testing.assert_allclose(precision.sum_of_rows(x), wanted, atol=1e-12)
    along = precision.sum_over(np.stack([x, 2 * x]), (1,))
    np.testing.assert_allclose(along, [[wanted], [[2 * each for each in wanted]]], atol=1e-12)


def test_blocks_keep_what_one_after_the_other_loses():
    x = np.random.default_rng(0).uniform(0.5, 1, (200_000, 2)).astype("float32")
    exact = x.sum(axis=0, dtype="float64")
    in_blocks, in_turn = (np.abs(total / exact - 1).max() for total in (precision.sum_of_rows(x), np.add.accumulate(x)[-1]))
    assert in_blocks < 1e-6 < in_turn


def test_moving_averages_move_in_training_only():
    layer = layers.BatchNormalization(momentum=0.5, dtype="float64")
    x = np.array([[1.0], [3.0]])
    layer.forward(x)
    assert layer.state["moving_mean"] == 0
    layer.forward(x, training=True)
    assert layer.state["moving_mean"] == 1


def test_the_gradient_of_rms_scaling_is_that_of_differences():
    """Keras has given `rms_scaling` up, so that it is no guide here."""
    generator = np.random.default_rng(0)
    x, dy = generator.standard_normal((2, 2, 4)) + 0.5, generator.standard_normal((2, 2, 4))
    layer = layers.LayerNormalization(rms_scaling=True, gamma_initializer="random_normal", dtype="float64")
    y = layer.forward(x)
    np.testing.assert_allclose(y, layer.params["gamma"] * x / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-3), rtol=1e-12)
    np.testing.assert_allclose(layer.backward(dy), by_differences(layer, x, dy), rtol=1e-6, atol=1e-9)


def by_differences(layer, x, dy, step=1e-5):
    """dL/dx of L = sum of dy * layer(x)."""
    dx = np.zeros_like(x)
    for where in np.ndindex(x.shape):
        moved = np.zeros_like(x)
        moved[where] = step
        dx[where] = np.sum(dy * (layer.forward(x + moved) - layer.forward(x - moved))) / (2 * step)
    layer.forward(x)
    return dx


def test_a_vector_as_short_as_none_is_scaled_as_one_of_that_length():
    layer = layers.UnitNormalization(dtype="float64")
    np.testing.assert_array_equal(layer.forward(np.array([[1e-12, 0.0]])), [[1, 0]])
    np.testing.assert_allclose(layer.backward(np.ones((1, 2))), [[0, 1e12]], atol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert layers.UnitNormalization().forward(np.ones((2, 0))).shape == (2, 0)
    np.testing.assert_allclose(
        layer.forward(np.array([[3e200, 4e200], [0, 1e200], [0, 0], [3e-9, 4e-9]])), [[0.6, 0.8], [0, 1], [0, 0], [0.6, 0.8]]
    )
