"""Where squares overflow, so that the variance is infinite, nothing becomes NaN: that channel or row is flat."""

from __future__ import annotations

import numpy as np
import pytest

from scratch import layers

LARGE = float(np.finfo("float32").max)


@pytest.mark.parametrize(
    ("layer", "flat"),
    [(layers.BatchNormalization(), np.s_[:, 1]), (layers.LayerNormalization(), np.s_[2, :]), (layers.GroupNormalization(1), np.s_[2, :])],
    ids=lambda each: type(each).__name__,
)
def test_an_infinite_variance_makes_no_nan(layer, flat):
    generator = np.random.default_rng(0)
    x, dy = (generator.normal(size=(5, 3)).astype("float32") for _ in range(2))
    x[2, 1] = LARGE
    layer.build(x.shape)
    layer.params["gamma"][...] = 3.0
    with np.errstate(over="ignore"):
        layer.forward(x, training=True)
        dx = layer.backward(1e3 * dy)
    assert np.isfinite(dx).all()
    np.testing.assert_array_equal(dx[flat], 0)
    assert np.isfinite(layer.grads["gamma"]).all()
    assert np.abs(dx).max() > 1


def test_what_is_far_from_a_given_mean_and_not_asked_for_adds_nothing():
    layer = layers.BatchNormalization(moving_variance_initializer=lambda shape, dtype=None: np.full(shape, 0.25, "float32"))
    layer.build((2, 1))
    x = np.array([[LARGE], [1.0]], dtype="float32")
    with np.errstate(over="ignore"):
        layer.forward(x, training=False)
        layer.backward(np.array([[0.0], [1.0]], dtype="float32"))
    assert np.isfinite(layer.grads["gamma"]).all()
    assert layer.grads["gamma"] > 1
