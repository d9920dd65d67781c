"""Layers that draw: shares, shapes and scales of what is drawn, and seeds. (Keras's own draws are compared with elsewhere.)"""

from __future__ import annotations

import re

import numpy as np
import pytest

import scratch
from scratch import layers

ONES = np.ones((40, 50), "float32")
RANDOM = {
    "Dropout": lambda **more: layers.Dropout(0.25, **more), "GaussianDropout": lambda **more: layers.GaussianDropout(0.25, **more),
    "GaussianNoise": lambda **more: layers.GaussianNoise(0.5, **more),
    "SpatialDropout1D": lambda **more: layers.SpatialDropout1D(0.25, **more),
}  # fmt: skip


def test_a_share_is_dropped_and_what_is_kept_makes_up_for_it():
    for rate in (0.25, 0.75):
        y = layers.Dropout(rate, seed=1).forward(ONES, training=True)
        assert set(np.unique(y)) == {0, np.float32(1 / (1 - rate))}
        assert (y == 0).mean() == pytest.approx(rate, abs=0.03)
        assert y.dtype == "float32"


@pytest.mark.parametrize(("rate", "value"), [(0.0, 1.0), (1.0, 0.0)])
def test_all_or_nothing(rate, value):
    layer = layers.Dropout(rate, seed=1)
    np.testing.assert_array_equal(layer.forward(ONES, training=True), value * ONES)
    np.testing.assert_array_equal(layer.backward(ONES), value * ONES)
    drawn = layer.generator.random()
    assert (drawn == np.random.default_rng(1).random()) == (rate == 0), "without anything to drop nothing is drawn"


def test_an_entry_is_dropped_below_the_rate_alone():
    class Edge:
        def random(self, shape, dtype):
            assert dtype == "float32"
            return np.resize(np.asarray([0.25, 0.2499, 0.2501], dtype), shape)

    layer = layers.Dropout(0.25)
    layer._generator = Edge()
    assert layer.draw((1, 3)).tolist() == [[True, False, True]]


@pytest.mark.parametrize(
    ("noise_shape", "shape"),
    [(None, (4, 5, 6)), ((None, 1, None), (4, 1, 6)), ((1, None), (1, 1, 6)), ((None, 1), (1, 5, 1)), ((4, 5, 1), (4, 5, 1))],
)
def test_a_mask_may_be_shared_along_axes(noise_shape, shape):
    layer = layers.Dropout(0.5, noise_shape, seed=0)
    assert layer.mask_shape((4, 5, 6)) == shape
    y = layer.forward(np.ones((4, 5, 6)), training=True)
    np.testing.assert_array_equal(np.broadcast_to(y[tuple(slice(None, 1) if n == 1 else slice(None) for n in shape)], y.shape), y)
    assert len(np.unique(y)) == 2


def test_a_channel_is_dropped_as_a_whole():
    for layer, x, axes in (
        (layers.SpatialDropout1D(0.5, seed=0), np.ones((4, 5, 6)), 1),
        (layers.SpatialDropout2D(0.5, seed=0), np.ones((4, 2, 3, 6)), (1, 2)),
        (layers.SpatialDropout2D(0.5, "channels_first", seed=0), np.ones((4, 6, 2, 3)), (2, 3)),
    ):  # fmt: skip
        y = layer.forward(x, training=True)
        assert (np.ptp(y, axis=axes) == 0).all()
        assert set(np.unique(y)) == {0, 2}


def test_noise_has_the_deviation_that_is_said():
    y = layers.GaussianNoise(0.5, seed=1).forward(np.zeros((200, 100)), training=True)
    assert y.std() == pytest.approx(0.5, rel=0.02)
    assert abs(y.mean()) < 0.02
    y = layers.GaussianDropout(0.2, seed=1).forward(np.ones((200, 100)), training=True)
    assert y.std() == pytest.approx(np.sqrt(0.2 / 0.8), rel=0.02)
    assert y.mean() == pytest.approx(1, abs=0.02)
    assert y.dtype == "float32"


def test_noise_of_a_rate_near_zero_is_a_factor_near_one():
    layer = layers.GaussianDropout(1e-8, seed=1)
    np.testing.assert_allclose(layer.forward(ONES, training=True), ONES, atol=1e-3)
    assert layer.forward(ONES, training=True).mean() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("layer", [layers.Dropout, layers.GaussianDropout, layers.GaussianNoise])
def test_where_nothing_is_changed_nothing_is_drawn(layer):
    still = layer(0.0, seed=1)
    np.testing.assert_array_equal(still.forward(ONES, training=True), ONES)
    assert still.generator.random() == np.random.default_rng(1).random()


@pytest.mark.parametrize("name", RANDOM)
def test_seeds_and_modes(name):
    x = np.ones((3, 4, 5), "float32")
    one, same, other, plain = (RANDOM[name](seed=seed) for seed in (1, 1, 2, None))
    first = one.forward(x, training=True)
    np.testing.assert_array_equal(same.forward(x, training=True), first)
    assert (other.forward(x, training=True) != first).any()
    assert (one.forward(x, training=True) != first).any(), "a stream goes on"
    np.testing.assert_array_equal(one.forward(x), x)
    found = []
    for _ in range(2):
        scratch.utils.set_random_seed(5)
        found.append(plain.forward(x, training=True))
    np.testing.assert_array_equal(*found)
    assert (found[0] != x).any()


@pytest.mark.parametrize("name", RANDOM)
def test_a_fixed_draw_repeats_until_it_is_taken_away(name):
    x = np.ones((3, 4, 5), "float32")
    layer = RANDOM[name](seed=1)
    layer.fixed_draw = layer.draw(x.shape)
    first = layer.forward(x, training=True)
    np.testing.assert_array_equal(layer.forward(x, training=True), first)
    layer.fixed_draw = np.ones((3, 4, 4), bool)
    with pytest.raises(ValueError, match=r"expected x with a shape that the draw \(3, 4, 4\) broadcasts to"):
        layer.forward(x, training=True)
    layer.fixed_draw = np.ones((4, 5), bool)
    with pytest.raises(ValueError, match=r"the draw \(4, 5\) broadcasts to"):
        layer.forward(x, training=True)
    layer.fixed_draw = np.ones((1, 4, 1), bool)
    layer.forward(x, training=True)
    layer.fixed_draw = None
    assert (layer.forward(x, training=True) != first).any()


REFUSED = {
    **{f"Dropout: expected rate as a number from 0 to 1, got {rate}": lambda rate=rate: layers.Dropout(rate) for rate in (-0.001, 1.001)},
    **{
        f"Dropout: expected noise_shape of sizes above 0 and None, got {shape}": lambda shape=shape: layers.Dropout(0.5, shape)
        for shape in ((None, 0), (None, -1), (None, 1.5), (0,))
    },
    "Dot: expected axes as one whole number or two, none of them 0": lambda: layers.Dot(0),
    "Dot: expected axes as one whole number or two, none of them 0 (the batch), got (1, 2, 1)": lambda: layers.Dot((1, 2, 1)),
    "Dot: expected axes as one whole number or two, none of them 0 (the batch), got (1, 0)": lambda: layers.Dot((1, 0)),
    "Dot: expected axes as one whole number or two, none of them 0 (the batch), got (1, 1.5)": lambda: layers.Dot((1, 1.5)),
}  # fmt: skip


@pytest.mark.parametrize("said", REFUSED)
def test_it_is_refused_in_one_line(said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        REFUSED[said]()


def test_the_edges_are_taken():
    assert layers.Dropout(0.5, (1, None)).noise_shape == (1, None)
    assert layers.Dropout(0.5, [2, 3]).noise_shape == (2, 3)
    assert layers.Dropout(0.5).noise_shape is None
