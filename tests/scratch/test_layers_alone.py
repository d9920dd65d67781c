"""Layers as they are called by hand: the shapes they promise, weights that go in and out, and what they refuse in one line."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from comparisons.pairs.case import Case, Values
from comparisons.pairs.layer_pair import LayerPair
from comparisons.pairs.layers import LAYERS
from comparisons.pairs.merge_pair import MergePair
from scratch import layers
from scratch.layers import precision

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


def test_groups_and_normalized_axes_may_lie_anywhere_but_on_the_batch():
    x = np.random.default_rng(0).standard_normal((2, 6, 3))
    turned = layers.GroupNormalization(2, axis=1, dtype="float64").forward(x)
    same = layers.GroupNormalization(2, dtype="float64").forward(x.swapaxes(1, 2)).swapaxes(1, 2)
    np.testing.assert_allclose(turned, same, rtol=1e-12)
    assert layers.GroupNormalization(3, axis=-2).forward(x).shape == x.shape
    assert layers.BatchNormalization(axis=-2).forward(x).shape == x.shape
    groups = built(layers.GroupNormalization(-1), (2, 3))
    assert groups.groups == 3


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
    "x with space of at least (2, 2) (the window)": lambda: built(built(layers.Conv2D(1, 2), (1, 3, 3, 1)), (1, 1, 3, 1)),
    "strides or dilation_rate of 1, got (2, 1) and (1, 2)": lambda: layers.Conv2D(1, 1, strides=(2, 1), dilation_rate=(1, 2)),
    "x with 3 channels (those of kernel)": lambda: built(built(layers.Conv2D(1, 1), (1, 2, 2, 3)), (1, 2, 2, 4)),
}
MOVING = {
    "Cropping1D", "Cropping2D", "Flatten", "Identity", "Permute", "RepeatVector", "Reshape", "UpSampling1D", "UpSampling2D",
    "ZeroPadding1D", "ZeroPadding2D",
}  # fmt: skip


def test_layers_that_only_move_numbers_say_so():
    assert {pair.name for pair in LAYERS if getattr(layers, pair.name).keeps_whole_numbers} == MOVING


REFUSED = {
    **{f"Conv2D: expected {said}": call for said, call in CONV2D.items()},
    "Dense: expected x with last axis 3": lambda: built(built(layers.Dense(2), (2, 3)), (2, 4)),
    "Dense: expected x with last axis 3 (rows of kernel), got shape (3,)": lambda: built(built(layers.Dense(2), (2, 3)), (3,)),
    "Dense: expected x with": lambda: layers.Dense(2).ensure_built((3,)),
    "Dense: expected x with ": lambda: layers.Dense(2).ensure_built((None, 3, None)),
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
    "Conv1DTranspose: expected output_padding below strides (2,), got (2,)": lambda: layers.Conv1DTranspose(
        1, 1, strides=2, output_padding=2
    ),
    "Conv1DTranspose: expected output_padding as 1 whole number(s) of at least 0": lambda: layers.Conv1DTranspose(1, 1, output_padding=-1),
    "Conv1DTranspose: expected strides or dilation_rate of 1, got (2,) and (2,)": lambda: layers.Conv1DTranspose(
        1, 1, strides=2, dilation_rate=2
    ),
    "GroupNormalization: expected groups as a positive whole number or -1, got 0": lambda: layers.GroupNormalization(0),
    "GroupNormalization: expected groups as a positive whole number or -1, got 1.0": lambda: layers.GroupNormalization(1.0),
    "GroupNormalization: expected groups as a positive whole number or -1, got -2": lambda: layers.GroupNormalization(-2),
    **{
        f"GroupNormalization: expected x with a known axis {axis}, which is not the batch": lambda axis=axis: layers.GroupNormalization(
            1, axis=axis
        ).ensure_built((None, 4, 5))
        for axis in (0, -3, 3, -4)
    },
    "GroupNormalization: expected x with a known axis 1, which is not": lambda: layers.GroupNormalization(1, 1).ensure_built((2, None, 5)),
    "GroupNormalization: expected x with a known axis -1, which is not": lambda: layers.GroupNormalization(1).ensure_built((4,)),
    "GroupNormalization: expected x with a multiple of 2 channels (groups) on axis -1": lambda: built(
        layers.GroupNormalization(2), (2, 3)
    ),
    "GroupNormalization: expected x with a multiple of 4 channels (groups) on axis -1": lambda: built(
        layers.GroupNormalization(4), (2, 0)
    ),
    "GroupNormalization: expected x with length 4 (that of gamma) on axis -1": lambda: built(
        built(layers.GroupNormalization(2), (2, 4)), (2, 6)
    ),
    "GroupNormalization: expected x with length 4 (that of gamma) on axis 2": lambda: built(
        built(layers.GroupNormalization(2, axis=2), (2, 3, 4)), (2, 4)
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


def test_rows_of_an_embedding_get_the_sum_of_their_gradients():
    for index, wanted in (([1, 1, 3], [0, 3, 0, 3]), ([0, 2, 0], [4, 0, 2, 0]), ([3], [0, 0, 0, 1]), ([1], [0, 1, 0, 0])):
        layer = layers.Embedding(4, 2, dtype="float64")
        y = layer.forward(np.array(index))
        np.testing.assert_array_equal(y, layer.params["embeddings"][index])
        layer.backward(np.arange(1.0, len(index) + 1)[:, None] * np.array([1.0, 10.0]))
        np.testing.assert_array_equal(layer.grads["embeddings"], np.outer(wanted, [1, 10]))


def test_an_embedding_takes_weights_in_either_form():
    given = np.arange(8.0).reshape(4, 2)
    for weights in (given, [given], (given,)):
        np.testing.assert_array_equal(layers.Embedding(4, 2, weights=weights).get_weights()[0], given)
    np.testing.assert_array_equal(layers.Embedding(2, 2, weights=[[1.0, 2.0], [3.0, 4.0]]).get_weights()[0], [[1, 2], [3, 4]])
    assert layers.Embedding(4, 2, input_length=3).input_dim == 4
    with pytest.raises(ValueError, match="expected indices from 0 to 3"):
        layers.Embedding(4, 2).forward(np.array([4, 1]))
    for wrong in ([-1, 3], [-1], [2, 4], [-5, 9]):
        with pytest.raises(ValueError, match=r"^Embedding: expected indices from 0 to 3 \(input_dim - 1\), got"):
            layers.Embedding(4, 2).forward(np.array(wrong))
    assert layers.Embedding(4, 2).forward(np.array([0, 3])).shape == (2, 2)
    assert layers.Embedding(4, 2).forward(np.zeros((0, 3), int)).shape == (0, 3, 2)


SHAPES_REFUSED = {
    "Concatenate: expected arrays with an axis 2 that is not the batch": (lambda: layers.Concatenate(2), [(2, 3), (2, 3)]),
    "Concatenate: expected arrays with an axis -3 that is not the batch": (lambda: layers.Concatenate(-3), [(2, 3), (2, 3)]),
    "Concatenate: expected arrays with an axis 0 that is not the batch": (lambda: layers.Concatenate(0), [(2, 3), (2, 3)]),
    "Concatenate: expected arrays with an axis -2 that is not the batch": (lambda: layers.Concatenate(-2), [(2, 3), (2, 3)]),
    "Concatenate: expected shapes alike in all axes but 1": (lambda: layers.Concatenate(1), [(2, 3, 4), (2, 3, 5)]),
    "Concatenate: expected shapes alike in all axes but -1": (lambda: layers.Concatenate(), [(2, 3, 4), (2, 3)]),
    "Add: expected shapes that broadcast": (layers.Add, [(2, 3, 4), (2, 5, 4)]),
    "Add: expected one batch size": (layers.Add, [(2, 3), (3, 3)]),
    "Subtract: expected two arrays": (layers.Subtract, [(2, 3), (2, 3), (2, 3)]),
    "Dot: expected two arrays": (lambda: layers.Dot(1), [(2, 3)]),
    "Dot: expected arrays with axes 2": (lambda: layers.Dot(2), [(2, 3), (2, 3)]),
    "Dot: expected arrays with axes -2": (lambda: layers.Dot(-2), [(2, 3), (2, 3)]),
    "Dot: expected arrays with axes (1, 2)": (lambda: layers.Dot((1, 2)), [(2, 3), (2, 3)]),
    "Dot: expected equal lengths along axes 1": (lambda: layers.Dot(1), [(2, 3), (2, 4)]),
    "Cropping1D: expected x with space beyond (3,) (what is cut off)": (lambda: layers.Cropping1D((1, 2)), (2, 3, 1)),
    "Cropping2D: expected x with space beyond (2, 2) (what is cut off)": (lambda: layers.Cropping2D(1), (2, 3, 2, 1)),
}


@pytest.mark.parametrize("said", SHAPES_REFUSED)
def test_shapes_that_do_not_fit_are_refused_before_and_in_the_forward(said):
    make, shapes = SHAPES_REFUSED[said]
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        make().compute_output_shape(shapes)
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        make().forward([np.ones(shape) for shape in shapes] if isinstance(shapes, list) else np.ones(shapes))


def test_what_is_switched_off_is_as_good_as_left_out():
    assert layers.Dense(2, kernel_regularizer=None, bias_constraint=None).units == 2
    assert layers.BatchNormalization(renorm=False).axis == -1
    with pytest.raises(ValueError, match=r"expected no renorm .* got True; leave it out"):
        layers.BatchNormalization(renorm=True)
    with pytest.raises(ValueError, match="got 'unit'; did you mean 'units'"):
        layers.Dense(2, unit=3)


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


def test_shapes_that_no_longer_fit_are_refused_after_those_that_did():
    fitting = [np.ones((2, 3)), np.ones((2, 3))]
    for layer, said in ((layers.Concatenate(1), "shapes alike in all axes but 1"), (layers.Add(), "shapes that broadcast")):
        layer.forward(fitting)
        with pytest.raises(ValueError, match=f"expected {said}"):
            layer.forward([np.ones((2, 3, 4)), np.ones((2, 5, 2))])
    assert layers.Add().compute_output_shape([(None, 1, 4), (None, 1, 4)]) == (None, 1, 4)


def test_a_transposed_convolution_without_strides_may_be_dilated():
    assert layers.Conv1DTranspose(1, 2, dilation_rate=2).forward(np.ones((1, 5, 1))).shape == (1, 7, 1)


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


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
@pytest.mark.parametrize("keepdims", [False, True])
def test_a_mean_over_steps_is_one_over_those_that_count(data_format, keepdims):
    x, mask = np.arange(12.0).reshape(2, 3, 2), np.array([[True, False, True], [False, True, False]])
    layer = layers.GlobalAveragePooling1D(data_format, keepdims, dtype="float64")
    first, axis = data_format == "channels_first", 2 if data_format == "channels_first" else 1
    y = layer.forward(x.swapaxes(1, 2) if first else x, mask=mask)
    wanted = np.array([[2.0, 3.0], [8.0, 9.0]])
    np.testing.assert_array_equal(y, np.expand_dims(wanted, axis) if keepdims else wanted)
    dx = layer.backward(np.ones_like(y))
    np.testing.assert_array_equal(dx.swapaxes(1, 2) if first else dx, np.repeat([[[0.5], [0], [0.5]], [[0], [1], [0]]], 2, axis=2))
    assert layer.compute_mask(x, mask) is None


def test_numbers_of_words_are_not_rounded_to_half_precision():
    layer = layers.Embedding(2050, 1, dtype="float16")
    layer.ensure_built((1,))
    layer.params["embeddings"][2049] = 3
    assert layer.forward(np.array([2049])) == 3


def test_both_directions_go_on_and_begin_anew():
    x = np.random.default_rng(0).standard_normal((2, 6, 3))
    halves = [x[:, :3], x[:, 3:]]
    both = layers.Bidirectional(layers.LSTM(2, stateful=True, return_sequences=True, dtype="float64"), merge_mode=None)
    found = [both.forward(half) for half in halves]
    for direction, number in ((both.forward_layer, 0), (both.backward_layer, 1)):
        alone = layers.LSTM(2, stateful=True, return_sequences=True, go_backwards=bool(number), dtype="float64")
        alone.ensure_built(x.shape)
        alone.set_weights(direction.get_weights())
        for half, outputs in zip(halves, found, strict=True):
            wanted = alone.forward(half)
            np.testing.assert_array_equal(outputs[number], wanted[:, ::-1] if number else wanted)
    both.reset_state()
    np.testing.assert_array_equal(both.forward(halves[0]), found[0])


def test_both_directions_begin_with_the_weights_that_are_given():
    first = layers.Bidirectional(layers.SimpleRNN(2))
    first.ensure_built((None, 3, 4))
    given = [w + number for number, w in enumerate(first.get_weights())]
    second = layers.Bidirectional(layers.SimpleRNN(2), weights=given)
    second.ensure_built((None, 3, 4))
    for mine, wanted in zip(second.get_weights(), given, strict=True):
        np.testing.assert_array_equal(mine, wanted)
    saved = second.saved_weights()
    assert list(saved) == ["", "forward_layer/", "forward_layer/cell/", "backward_layer/", "backward_layer/cell/"]
    assert [len(arrays) for arrays in saved.values()] == [0, 0, 3, 0, 3]


def test_the_mean_of_both_directions_is_half_their_sum():
    x, dy = np.random.default_rng(0).standard_normal((2, 3, 4)), np.random.default_rng(1).standard_normal((2, 2))
    summed = layers.Bidirectional(layers.GRU(2, dtype="float64"), merge_mode="sum")
    mean = layers.Bidirectional(layers.GRU(2, dtype="float64"), merge_mode="ave")
    summed.ensure_built(x.shape)
    mean.ensure_built(x.shape)
    mean.set_weights(summed.get_weights())
    np.testing.assert_allclose(2 * mean.forward(x), summed.forward(x), rtol=1e-14)
    np.testing.assert_allclose(2 * mean.backward(dy), summed.backward(dy), rtol=1e-12)
    for name, gradient in mean.grads.items():
        np.testing.assert_allclose(2 * gradient, summed.grads[name], rtol=1e-12, atol=1e-15)


def test_the_forget_gate_begins_open():
    layer = layers.LSTM(2)
    layer.ensure_built((None, 3, 1))
    np.testing.assert_array_equal(layer.params["bias"], [0, 0, 1, 1, 0, 0, 0, 0])
    other = layers.LSTM(2, unit_forget_bias=False)
    other.ensure_built((None, 3, 1))
    assert not other.params["bias"].any()


def test_the_entrance_says_what_it_was_told():
    for made_so in (layers.InputLayer((3, None), 5), layers.InputLayer(batch_shape=(5, 3, None))):
        assert (made_so.batch_size, made_so.batch_shape, made_so.input_shape) == (5, (5, 3, None), (None, 3, None))
        assert made_so.get_config() == {"name": "input_layer", "dtype": "float32", "batch_shape": (5, 3, None)}
    assert layers.InputLayer(3).batch_shape == (None, 3)
    assert layers.InputLayer(3, dtype=np.float64).dtype == layers.InputLayer(3, dtype="float64").dtype == "float64"
    x = np.array([[1, 2]])
    assert layers.InputLayer(2).forward(x) is x
    for wrong in ({}, {"shape": (3,), "batch_shape": (1, 3)}):
        with pytest.raises(ValueError, match=r"^InputLayer: expected shape="):
            layers.InputLayer(**wrong)
    with pytest.raises(ValueError, match=r"^Input: expected a place in Sequential"):
        layers.InputLayer(3).shape  # noqa: B018  # reading it is what raises


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
