"""scratch computes with arrays of another library that follows the array API standard, and gets what it gets with NumPy.

`array_api_strict` refuses everything that the standard does not promise, and never mixes with NumPy by itself.
"""

from __future__ import annotations

import inspect

import array_api_strict as xp
import numpy as np
import pytest

import scratch
from scratch import layers
from tests.scratch.other_arrays import assert_same, foreign

GENERATOR = np.random.default_rng(0)


ROWS = GENERATOR.standard_normal((4, 6))


SEQUENCES = GENERATOR.standard_normal((2, 5, 3))


IMAGES = GENERATOR.standard_normal((2, 6, 6, 4))


WORDS = GENERATOR.integers(0, 7, (2, 5))


@pytest.fixture(autouse=True)
def _doubles():
    with scratch.config.default_float("float64"):
        yield


ACTIVATIONS = [name for name in scratch.activations.__all__ if name not in ("get", "threshold")]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations(name):
    activation = getattr(scratch.activations, name)
    y = activation(ROWS)
    dy = GENERATOR.standard_normal(y.shape)
    assert_same(activation(foreign(ROWS)), y)
    assert_same(activation.vjp(foreign(dy), foreign(ROWS), foreign(y)), activation.vjp(dy, ROWS, y))


LOSSES = [
    name
    for name, part in vars(scratch.losses).items()
    if inspect.isclass(part) and issubclass(part, scratch.losses.Loss) and part is not scratch.losses.Loss
]


PROBABILITIES = GENERATOR.uniform(0.1, 0.9, (3, 4)) / 2


LABELS = np.array([0, 2, 3])


@pytest.mark.parametrize("weight", [None, np.array([1.0, 2.0, 3.0])], ids=["", "weighted"])
@pytest.mark.parametrize("reduction", ["sum_over_batch_size", "sum", "mean_with_sample_weight", "none"])
@pytest.mark.parametrize("name", LOSSES)
def test_losses(name, reduction, weight):
    loss = getattr(scratch.losses, name)(reduction=reduction)
    y_true = LABELS if name.startswith("Sparse") else np.eye(4)[LABELS]
    value, gradient = loss.value_and_gradient(y_true, PROBABILITIES, weight)
    mine = loss.value_and_gradient(foreign(y_true), foreign(PROBABILITIES), None if weight is None else foreign(weight))
    assert_same(xp.asarray(mine[0]), value)
    assert_same(mine[1], gradient)


SETTINGS = [{}, {"clipnorm": 0.1}, {"global_clipnorm": 0.1}, {"clipvalue": 0.1}, {"use_ema": True}, {"gradient_accumulation_steps": 2}]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("name", ["SGD", "Adagrad", "Adadelta", "RMSprop", "Adam", "AdamW", "Adamax", "Nadam", "Lion", "Ftrl"])
def test_optimizers(name, settings):
    theirs, mine = (getattr(scratch.optimizers, name)(**settings) for _ in range(2))
    variable, other = ROWS.copy(), xp.asarray(ROWS, copy=True)
    for _ in range(34):  # past the 32 steps after which subnormal slots are flushed
        gradient = GENERATOR.standard_normal(ROWS.shape)
        theirs.apply([gradient], [variable])
        mine.apply([foreign(gradient)], [other])
    assert_same(other, variable)
    for name, slot in theirs.slots[0].items():
        assert_same(mine.slots[0][name], slot, name)


LAYERS = {
    "Activation": (lambda: layers.Activation("gelu"), ROWS),
    "AveragePooling1D": (lambda: layers.AveragePooling1D(2, padding="same"), SEQUENCES),
    "AveragePooling2D": (lambda: layers.AveragePooling2D(2), IMAGES),
    "BatchNormalization": (lambda: layers.BatchNormalization(), ROWS),
    "BatchNormalization of images": (lambda: layers.BatchNormalization(), IMAGES),
    "Conv1D": (lambda: layers.Conv1D(2, 2, padding="causal"), SEQUENCES),
    "Conv2D": (lambda: layers.Conv2D(2, 3, padding="same"), IMAGES),
    "Conv2D in groups": (lambda: layers.Conv2D(6, 3, groups=2, strides=2), IMAGES),
    "Bidirectional": (lambda: layers.Bidirectional(layers.LSTM(2, return_sequences=True)), SEQUENCES),
    "Conv1DTranspose": (lambda: layers.Conv1DTranspose(2, 3, strides=2), SEQUENCES),
    "Conv2DTranspose": (lambda: layers.Conv2DTranspose(2, 3, strides=2), IMAGES),
    "Cropping1D": (lambda: layers.Cropping1D(1), SEQUENCES),
    "Cropping2D": (lambda: layers.Cropping2D(1), IMAGES),
    "Dense": (lambda: layers.Dense(3, "tanh"), ROWS),
    "Dense on sequences": (lambda: layers.Dense(3), SEQUENCES),
    "DepthwiseConv1D": (lambda: layers.DepthwiseConv1D(3, depth_multiplier=2), SEQUENCES),
    "DepthwiseConv2D": (lambda: layers.DepthwiseConv2D(3, depth_multiplier=2), IMAGES),
    "Dropout": (lambda: layers.Dropout(0.5, seed=1), ROWS),
    "ELU": (lambda: layers.ELU(), ROWS),
    "Embedding": (lambda: layers.Embedding(7, 3), WORDS),
    "Flatten": (lambda: layers.Flatten(), IMAGES),
    "Flatten channels_first": (lambda: layers.Flatten("channels_first"), IMAGES),
    "GRU": (lambda: layers.GRU(2, return_sequences=True), SEQUENCES),
    "GRU that resets first": (lambda: layers.GRU(2, reset_after=False, go_backwards=True), SEQUENCES),
    "GaussianDropout": (lambda: layers.GaussianDropout(0.5, seed=1), ROWS),
    "GaussianNoise": (lambda: layers.GaussianNoise(0.5, seed=1), ROWS),
    "GlobalAveragePooling1D": (lambda: layers.GlobalAveragePooling1D(), SEQUENCES),
    "GlobalAveragePooling2D": (lambda: layers.GlobalAveragePooling2D(), IMAGES),
    "GlobalMaxPooling1D": (lambda: layers.GlobalMaxPooling1D(), SEQUENCES),
    "GlobalMaxPooling2D": (lambda: layers.GlobalMaxPooling2D(keepdims=True), IMAGES),
    "GroupNormalization": (lambda: layers.GroupNormalization(2), IMAGES),
    "Identity": (lambda: layers.Identity(), ROWS),
    "LSTM": (lambda: layers.LSTM(2), SEQUENCES),
    "LayerNormalization": (lambda: layers.LayerNormalization(), SEQUENCES),
    "LeakyReLU": (lambda: layers.LeakyReLU(), ROWS),
    "Masking": (lambda: layers.Masking(), SEQUENCES),
    "MaxPooling1D": (lambda: layers.MaxPooling1D(padding="same"), SEQUENCES),
    "MaxPooling2D": (lambda: layers.MaxPooling2D(), IMAGES),
    "PReLU": (lambda: layers.PReLU("ones"), ROWS),
    "Permute": (lambda: layers.Permute((2, 1)), SEQUENCES),
    "RMSNormalization": (lambda: layers.RMSNormalization(), ROWS),
    "ReLU": (lambda: layers.ReLU(negative_slope=0.1), ROWS),
    "RepeatVector": (lambda: layers.RepeatVector(3), ROWS),
    "Rescaling": (lambda: layers.Rescaling(2.0, 1.0), ROWS),
    "Reshape": (lambda: layers.Reshape((3, 2)), ROWS),
    "SeparableConv1D": (lambda: layers.SeparableConv1D(2, 3), SEQUENCES),
    "SeparableConv2D": (lambda: layers.SeparableConv2D(2, 3), IMAGES),
    "SimpleRNN": (lambda: layers.SimpleRNN(2, return_sequences=True), SEQUENCES),
    "Softmax": (lambda: layers.Softmax(), ROWS),
    "SpatialDropout1D": (lambda: layers.SpatialDropout1D(0.5, seed=1), SEQUENCES),
    "SpatialDropout2D": (lambda: layers.SpatialDropout2D(0.5, seed=1), IMAGES),
    "TimeDistributed": (lambda: layers.TimeDistributed(layers.Dense(2, "tanh")), SEQUENCES),
    "UnitNormalization": (lambda: layers.UnitNormalization(), ROWS),
    "UpSampling1D": (lambda: layers.UpSampling1D(2), SEQUENCES),
    "UpSampling2D": (lambda: layers.UpSampling2D(2), IMAGES),
    "ZeroPadding1D": (lambda: layers.ZeroPadding1D(2), SEQUENCES),
    "ZeroPadding2D": (lambda: layers.ZeroPadding2D(1), IMAGES),
}


def computed(layer, x, dy):
    """{what: array} of a forward in training and a backward."""
    y = layer.forward(x, training=True)
    dx = layer.backward(dy)
    found = {"y": y, **({} if dx is None else {"dx": dx})}
    return found | {f"gradient of {name}": value for name, value in layer.grads.items()} | layer.state


@pytest.mark.parametrize("name", LAYERS)
def test_layers(name):
    make, x = LAYERS[name]
    layer = make()
    layer.ensure_built(x.shape)
    weights = layer.get_weights()
    dy = GENERATOR.standard_normal(layer.forward(x).shape)
    wanted = computed(layer, x, dy)
    with scratch.config.default_arrays(xp):
        other = make()
        other.ensure_built(x.shape)
        other.set_weights(weights)
        found = computed(other, foreign(x), foreign(dy))
    assert list(found) == list(wanted)
    for what, value in wanted.items():
        assert_same(found[what], value, what)


MERGES = {
    "Add": layers.Add,
    "Average": layers.Average,
    "Concatenate": layers.Concatenate,
    "Dot": lambda: layers.Dot(-1, normalize=True),
    "Maximum": layers.Maximum,
    "Minimum": layers.Minimum,
    "Multiply": layers.Multiply,
    "Subtract": layers.Subtract,
}


@pytest.mark.parametrize("name", MERGES)
def test_merges(name):
    xs = [ROWS, ROWS[::-1] + 0.5]
    layer, other = MERGES[name](), MERGES[name]()
    y = layer.forward(xs)
    dy = GENERATOR.standard_normal(y.shape)
    assert_same(other.forward([foreign(x) for x in xs]), y)
    for mine, numpys in zip(other.backward(foreign(dy)), layer.backward(dy), strict=True):
        assert_same(mine, numpys)


def test_no_layer_is_left_out():
    tried = {type(make()).__name__ for make, _ in LAYERS.values()} | set(MERGES)
    there = {name for name, part in vars(layers).items() if inspect.isclass(part) and issubclass(part, layers.Layer)}
    assert there - tried == {"Layer", "InputLayer"}, "add it to LAYERS or MERGES"


def test_graph_nodes():
    found = scratch.graph.square_of_sum(foreign(ROWS), foreign(ROWS[0]))
    for mine, numpys in zip(found, scratch.graph.square_of_sum(ROWS, ROWS[0]), strict=True):
        assert_same(mine, numpys)
