"""Axes and shapes at the edge of what there is, as Keras takes them."""

from __future__ import annotations

import numpy as np
import pytest

import scratch

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


X = np.random.default_rng(0).standard_normal((2, 3)).astype("float32")
CUBE = np.random.default_rng(1).standard_normal((2, 3, 4)).astype("float32")
MADE = {
    "LayerNormalization, the batch": (lambda k: k.layers.LayerNormalization(axis=-2), X),
    "LayerNormalization, everything": (lambda k: k.layers.LayerNormalization(axis=[-2, -1]), X),
    "RMSNormalization, everything": (lambda k: k.layers.RMSNormalization(axis=[-2, -1]), X),
    "GroupNormalization, the axis behind the batch": (lambda k: k.layers.GroupNormalization(3, axis=-2), CUBE),
    "Softmax, the batch": (lambda k: k.layers.Softmax(axis=-2), X),
    "Softmax, two axes": (lambda k: k.layers.Softmax(axis=(-1, -2)), CUBE),
    "UnitNormalization, the batch": (lambda k: k.layers.UnitNormalization(axis=-2), X),
    "Concatenate, the axis behind the batch": (lambda k: k.layers.Concatenate(axis=-2), [CUBE, CUBE + 1]),
    "Reshape, ones": (lambda k: k.layers.Reshape((1, 1, 3)), X),
    "Flatten, one axis": (lambda k: k.layers.Flatten("channels_first"), X[:, 0]),
}


@pytest.mark.parametrize("name", MADE)
def test_any_axis_that_there_is(keras, name):
    make, x = MADE[name]
    np.testing.assert_allclose(make(scratch)(x), np.asarray(make(keras)(x)), rtol=2e-6, atol=2e-6)


@pytest.mark.parametrize("target", [(2, -1), (1, -1), (-1,), (-1, 1, 2)])
@pytest.mark.parametrize("shape", [(None, None, 3), (None, 2, 3)])
def test_the_shape_of_what_is_reshaped(keras, shape, target):
    assert scratch.layers.Reshape(target).compute_output_shape(shape) == keras.layers.Reshape(target).compute_output_shape(shape)
