"""Shapes that layers promise before they compute, and layers that only move numbers."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.pairs.layers import LAYERS
from scratch import layers
from tests.scratch.layers_made import CASES, IDS, made, shapes_of


@pytest.mark.parametrize(("pair", "settings"), CASES, ids=IDS)
def test_the_shape_that_is_promised_is_the_one_that_comes(pair, settings):
    layer, x = made(pair, settings)
    y = layer.forward(x)
    for batch in (None, 3):
        assert layer.compute_output_shape(shapes_of(x, batch)) == shapes_of(y, batch)


@pytest.mark.parametrize(("layer", "x", "kept"), [
    (layers.Flatten(), np.ones((2, 3, 2), int), True), (layers.Dense(1), np.ones((2, 3), int), False),
    (layers.Flatten(), np.ones((2, 3), bool), True), (layers.Embedding(3, 2), np.ones((2, 3), int), False),
    (layers.Flatten(), np.ones((2, 3, 2)), False), (layers.Embedding(3, 2), [[0, 1]], False),
])  # fmt: skip
def test_whole_numbers_stay_what_they_are_where_they_are_only_moved(layer, x, kept):
    y = layer.forward(x)
    assert y.dtype == (x.dtype if kept else "float32")


MOVING = {
    "Cropping1D", "Cropping2D", "Flatten", "Identity", "Permute", "RepeatVector", "Reshape", "UpSampling1D", "UpSampling2D",
    "ZeroPadding1D", "ZeroPadding2D",
}  # fmt: skip


def test_layers_that_only_move_numbers_say_so():
    assert {pair.name for pair in LAYERS if getattr(layers, pair.name).keeps_whole_numbers} == MOVING


def test_an_array_is_flattened_whatever_its_rank():
    for data_format in (None, "channels_first"):
        layer = layers.Flatten(data_format)
        for shape, flat in (((3,), (3, 1)), ((3, 2), (3, 2)), ((3, 2, 4), (3, 8))):
            x = np.arange(float(np.prod(shape))).reshape(shape)
            y = layer.forward(x)
            assert y.shape == flat
            np.testing.assert_array_equal(layer.backward(y), x)
    turned = layers.Flatten("channels_first").forward(np.arange(6.0).reshape(1, 2, 3))
    np.testing.assert_array_equal(turned, [[0, 3, 1, 4, 2, 5]])


MOVED = [(pair, settings) for pair, settings in CASES if pair.name in MOVING]


@pytest.mark.parametrize(("pair", "settings"), MOVED, ids=[f"{pair.name}-{number}" for number, (pair, _) in enumerate(MOVED)])
def test_layers_that_only_move_numbers_move_whole_ones(pair, settings):
    layer, x = made(pair, settings)
    whole = np.rint(10 * x).astype("int64")
    y = layer.forward(whole)
    assert y.dtype == whole.dtype
    np.testing.assert_array_equal(y, layer.forward(whole.astype("float64")))


SPACIOUS = [(pair, settings) for pair, settings in CASES if issubclass(getattr(layers, pair.name), layers.spatial.Spatial)]


@pytest.mark.parametrize(("pair", "settings"), SPACIOUS, ids=[f"{pair.name}-{number}" for number, (pair, _) in enumerate(SPACIOUS)])
def test_of_x_of_any_length_the_channels_are_promised(pair, settings):
    layer, x = made(pair, settings)
    y = layer.forward(x)
    first = settings.get("data_format") == "channels_first"
    unknown = (None, x.shape[1], *(None,) * layer.rank) if first else (None, *(None,) * layer.rank, x.shape[-1])
    promised = layer.compute_output_shape(unknown)
    assert len(promised) == y.ndim
    assert all(length in (None, found) for length, found in zip(promised, y.shape, strict=True))
    assert y.shape[1 if first else -1] == promised[1 if first else -1]


def test_channels_first_are_promised_first():
    assert layers.MaxPooling2D(2, data_format="channels_first").compute_output_shape((None, 3, 4, 6)) == (None, 3, 2, 3)


def test_a_window_as_long_as_x_fits_once():
    x = np.ones((2, 3, 1))
    for layer in (layers.Conv1D(1, 3), layers.MaxPooling1D(3), layers.AveragePooling1D(3), layers.DepthwiseConv1D(3)):
        assert layer.compute_output_shape(x.shape) == layer.forward(x).shape == (2, 1, 1)


def test_with_same_padding_there_is_a_window_at_every_stride():
    for size in (1, 2, 3, 4, 5):
        for stride, count in ((1, 6), (2, 3), (4, 2)):
            for layer in (layers.Conv1D(1, size, stride, "same"), layers.MaxPooling1D(size, stride, "same")):
                assert layer.forward(np.ones((1, 6, 1))).shape == (1, count, 1)


def test_every_entry_of_a_block_comes_back():
    for layer, x, times in ((layers.UpSampling1D(3), np.ones((2, 3, 1)), 3), (layers.UpSampling2D((2, 3)), np.ones((1, 2, 3, 2)), 6)):
        np.testing.assert_array_equal(layer.backward(np.ones_like(layer.forward(x))), times * x)


def test_a_single_step_is_its_own_mean():
    x = np.arange(6.0, dtype="float32").reshape(2, 1, 3)
    for layer in (layers.GlobalAveragePooling1D(), layers.GlobalMaxPooling1D()):
        np.testing.assert_array_equal(layer.forward(x), x[:, 0])
