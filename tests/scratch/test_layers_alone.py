"""Layers as they are called by hand: the shapes they promise, weights that go in and out, and what they refuse in one line."""

from __future__ import annotations

import re

import numpy as np
import pytest

from comparisons.pairs.case import Case, Values
from comparisons.pairs.layer_pair import LayerPair
from comparisons.pairs.layers import LAYERS
from comparisons.pairs.merge_pair import MergePair
from scratch import layers

SIZES = (3, 6, 5, 4)


def variants(pair):
    """Settings: the first of each, and every other value of every argument with the first of all others."""
    first = {name: values[0] for name, values in pair.settings.items()}
    yield first
    for name, values in pair.settings.items():
        yield from ({**first, name: value} for value in values[1:])
    yield {name: values[-1] for name, values in pair.settings.items()}


CASES = [(pair, settings) for pair in LAYERS for settings in variants(pair)]
IDS = [f"{pair.name}-{number}" for number, (pair, _) in enumerate(CASES)]


def input_of(pair: LayerPair, settings) -> list[np.ndarray]:
    generator, rank = np.random.default_rng(0), max(pair.ranks)
    sizes = (*SIZES[:rank], SIZES[rank])
    if isinstance(pair, MergePair):
        return [generator.standard_normal(shape) for shape in pair.together(settings, sizes, pair.counts[0])]
    shape = pair.shaped(settings, sizes)
    return [generator.integers(0, pair.indices, shape) if pair.indices else generator.standard_normal(shape)]


def made(pair, settings):
    """(layer, x) of a line of the registry."""
    settings = pair.adapted(dict(settings), "float64")
    x = input_of(pair, settings)
    return pair.made(Case(settings, {"x": x[0]}, Values(), "float64")), x if isinstance(pair, MergePair) else x[0]


def shapes_of(x, batch):
    shapes = [(batch, *each.shape[1:]) for each in (x if isinstance(x, list | tuple) else [x])]
    return shapes if isinstance(x, list) else tuple(shapes) if isinstance(x, tuple) else shapes[0]


@pytest.mark.parametrize(("pair", "settings"), CASES, ids=IDS)
def test_the_shape_that_is_promised_is_the_one_that_comes(pair, settings):
    layer, x = made(pair, settings)
    y = layer.forward(x)
    for batch in (None, 3):
        assert layer.compute_output_shape(shapes_of(x, batch)) == shapes_of(y, batch)


@pytest.mark.parametrize(("pair", "settings"), CASES, ids=IDS)
def test_without_the_gradient_of_x_the_others_are_the_same(pair, settings):
    layer, x = made(pair, settings)
    y = layer.forward(x)
    dy = tuple(np.ones_like(each) for each in y) if isinstance(y, tuple) else np.ones_like(y)
    layer.backward(dy)
    wanted = {name: gradient.copy() for name, gradient in layer.grads.items()}
    for gradient in layer.grads.values():
        gradient[...] = 7
    layer.backward(dy, input_gradient=False)
    for name, gradient in layer.grads.items():
        np.testing.assert_array_equal(gradient, wanted[name])


@pytest.mark.parametrize("name", ["Dense", "LSTM", "BatchNormalization", "Conv2D", "Bidirectional"])
def test_weights_go_out_and_in(name):
    pair = next(pair for pair in LAYERS if pair.name == name)
    layer, x = made(pair, next(variants(pair)))
    layer.forward(x)
    given = [np.random.default_rng(number).standard_normal(w.shape) for number, w in enumerate(layer.weights)]
    held = layer.weights
    layer.set_weights(given)
    assert all(a is b for a, b in zip(layer.weights, held, strict=True))
    for mine, wanted, copied in zip(layer.weights, given, layer.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, wanted)
        np.testing.assert_array_equal(copied, wanted)
        assert copied is not mine
    assert layer.count_params() == sum(w.size for w in given)
    with pytest.raises(ValueError, match=f"expected {len(given)} weights .* got {len(given) + 1}"):
        layer.set_weights([*given, given[0]])
    with pytest.raises(ValueError, match=r"of shape .* got"):
        layer.set_weights([np.ones(99), *given[1:]])


def test_lists_do_for_weights_and_inputs():
    layer = layers.Dense(1)
    y = layer.forward([[1.0, 2.0]])
    assert y.dtype == "float32"
    layer.set_weights([[[3.0], [4.0]], [1.0]])
    assert layer.forward([[1.0, 2.0]]) == 12
    np.testing.assert_array_equal(layer.backward([[2.0]]), [[6, 8]])
    np.testing.assert_array_equal(layer.grads["kernel"], [[2], [4]])


@pytest.mark.parametrize(("layer", "x", "kept"), [
    (layers.Flatten(), np.ones((2, 3, 2), int), True), (layers.Dense(1), np.ones((2, 3), int), False),
    (layers.Flatten(), np.ones((2, 3), bool), True), (layers.Embedding(3, 2), np.ones((2, 3), int), False),
    (layers.Flatten(), np.ones((2, 3, 2)), False), (layers.Embedding(3, 2), [[0, 1]], False),
])  # fmt: skip
def test_whole_numbers_stay_what_they_are_where_they_are_only_moved(layer, x, kept):
    y = layer.forward(x)
    assert y.dtype == (x.dtype if kept else "float32")


CONV2D = {
    "strides as 2 whole number(s) of at least 1": lambda: layers.Conv2D(1, 1, strides=0),
    "kernel_size as 2 whole number(s) of at least 1": lambda: layers.Conv2D(1, (1, 2, 3)),
    "padding as one of valid, same, got 'causal'": lambda: layers.Conv2D(1, 1, padding="causal"),
    "padding as one of valid, same, got 3": lambda: layers.Conv2D(1, 1, padding=3),
    "data_format as one of channels_last, channels_first": lambda: layers.Conv2D(1, 1, data_format="nchw"),
    "filters as a multiple of groups 2, got 3": lambda: layers.Conv2D(3, 1, groups=2),
    "strides or dilation_rate of 1": lambda: layers.Conv2D(1, 1, strides=2, dilation_rate=2),
    "x with 4 axes (batch, *space, channels)": lambda: built(layers.Conv2D(1, 1), (2, 3)),
    "x with 4 axes (batch, channels, *space)": lambda: built(layers.Conv2D(1, 1, data_format="channels_first"), (2, 3)),
    "x with space of at least (3, 3) (the window)": lambda: built(layers.Conv2D(1, 3), (1, 2, 5, 1)),
    "x with a known number of channels": lambda: layers.Conv2D(1, 1).ensure_built((None, 5, 5, None)),
    "x with a multiple of 2 channels (groups)": lambda: layers.Conv2D(2, 1, groups=2).ensure_built((None, 5, 5, 3)),
    "x with 3 channels (those of kernel)": lambda: built(built(layers.Conv2D(1, 1), (1, 2, 2, 3)), (1, 2, 2, 4)),
}
REFUSED = {
    **{f"Conv2D: expected {said}": call for said, call in CONV2D.items()},
    "Dense: expected x with last axis 3": lambda: built(built(layers.Dense(2), (2, 3)), (2, 4)),
    "Dense: expected units as a positive whole number, got True": lambda: layers.Dense(True),
    "Dense: expected units as a positive whole number, got 1.0": lambda: layers.Dense(1.0),
    "Dense: expected trainable as True or False, got 1": lambda: layers.Dense(2, trainable=1),
    "Dense: expected dtype as one of float16, float32, float64, got 'int8'": lambda: layers.Dense(2, dtype="int8"),
    "dense: expected dy of shape (2, 3) (that of the output), got (2, 2)": lambda: back(layers.Dense(3), (2, 3), (2, 2)),
    "dense: expected forward before backward": lambda: layers.Dense(2).backward(np.ones((1, 2))),
    "dense: expected forward before logits": lambda: layers.Dense(2).logits,
    "Dense: expected no kernel_regularizer (not implemented here: regularizers), got 'l2'": lambda: layers.Dense(
        2, kernel_regularizer="l2"
    ),
    "Flatten: expected arguments among data_format, name, dtype, trainable, input_shape, input_dim, got 'activation'": lambda: (
        layers.Flatten(activation="relu")
    ),
    "ZeroPadding2D: expected padding as ((top, bottom), (left, right))": lambda: layers.ZeroPadding2D((1, 2, 3)),
    "ZeroPadding2D: expected padding as 2 whole number(s) of at least 0": lambda: layers.ZeroPadding2D(-1),
    "LSTM: expected dropout and recurrent_dropout 0": lambda: layers.LSTM(2, dropout=0.5),
    "LSTM: expected x with 3 axes (batch, steps, in)": lambda: built(layers.LSTM(2), (2, 3)),
    "LSTM: expected x with shape (batch, steps, 3 (rows of kernel)) and at least one step": lambda: built(
        built(layers.LSTM(2), (1, 2, 3)), (1, 0, 3)
    ),
    "lstm: expected 1 samples (as before: stateful), got 2": lambda: built(built(layers.LSTM(2, stateful=True), (1, 2, 3)), (2, 2, 3)),
    "Bidirectional: expected merge_mode as one of": lambda: layers.Bidirectional(layers.LSTM(2), "min"),
    "Bidirectional: expected layers that go different ways, got go_backwards=False for both": lambda: layers.Bidirectional(
        layers.LSTM(2), backward_layer=layers.LSTM(2)
    ),
    "Bidirectional: expected return_sequences alike in both layers, got False and True": lambda: layers.Bidirectional(
        layers.LSTM(2), backward_layer=layers.LSTM(2, return_sequences=True, go_backwards=True)
    ),
    "BatchNormalization: expected x with a known axis 2 to size gamma by": lambda: built(layers.BatchNormalization(axis=2), (2, 3)),
    "BatchNormalization: expected x with a known axis -3 to size gamma by": lambda: built(layers.BatchNormalization(axis=-3), (2, 3)),
    "BatchNormalization: expected x with length 3 (that of moving_mean) on axis 2": lambda: built(
        built(layers.BatchNormalization(axis=2), (2, 2, 3)), (2, 3)
    ),
    "BatchNormalization: expected x with length 3 (that of moving_mean) on axis -1": lambda: built(
        built(layers.BatchNormalization(), (2, 3)), (2, 4)
    ),
    "Bidirectional: expected a recurrent layer": lambda: layers.Bidirectional(layers.Dense(2)),
    "TimeDistributed: expected a layer, got 3": lambda: layers.TimeDistributed(3),
    "TimeDistributed: expected dtype float32 (that of dense), got float64": lambda: layers.TimeDistributed(
        layers.Dense(2), dtype="float64"
    ),
}  # fmt: skip


def built(layer, shape):
    layer.forward(np.ones(shape))
    return layer


def back(layer, shape, dy):
    return built(layer, shape).backward(np.ones(dy))


@pytest.mark.parametrize("said", REFUSED)
def test_it_is_refused_in_one_line(said):
    with pytest.raises((ValueError, RuntimeError), match=f"^{re.escape(said)}") as caught:
        REFUSED[said]()
    assert "\n" not in str(caught.value)
