"""Layers as they are called by hand: weights that go in and out, and what comes out where."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from comparisons.pairs.layers import LAYERS
from scratch import layers
from scratch.layers import precision
from tests.scratch.layers_made import CASES, IDS, built, made, variants


def with_weights():
    """Those of the cases that have something to train."""
    for (pair, settings), name in zip(CASES, IDS):
        layer, x = made(pair, settings)
        layer.forward(x)
        if layer.grads:
            yield pytest.param(pair, settings, id=name)


@pytest.mark.parametrize(("pair", "settings"), [*with_weights()])
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


def test_what_is_switched_off_is_as_good_as_left_out():
    assert layers.Dense(2, kernel_regularizer=None, bias_constraint=None).units == 2
    assert layers.BatchNormalization(renorm=False).axis == -1
    with pytest.raises(ValueError, match=r"expected no renorm .* got True; leave it out"):
        layers.BatchNormalization(renorm=True)
    with pytest.raises(ValueError, match="got 'unit'; did you mean 'units'"):
        layers.Dense(2, unit=3)


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


def test_what_comes_out_of_pooling_may_be_written_into():
    x = np.arange(6.0).reshape(1, 3, 2)
    layer = layers.MaxPooling1D(1, dtype="float64")
    layer.forward(x)[...] = 7
    np.testing.assert_array_equal(x, np.arange(6.0).reshape(1, 3, 2))
    layer = layers.GlobalAveragePooling1D(dtype="float64")
    layer.forward(x)
    dx = layer.backward(np.ones((1, 2)))
    dx[0, 0, 0] = 7
    np.testing.assert_allclose(dx, [[[7, 1 / 3], [1 / 3, 1 / 3], [1 / 3, 1 / 3]]])


def test_inputs_of_other_types_are_merged_in_the_type_of_the_layer():
    xs = [np.ones((1, 2)), np.ones((1, 2), "int64"), np.ones((1, 2), "float32")]
    for layer in (layers.Add(), layers.Concatenate(), layers.Maximum()):
        assert layer.forward(xs).dtype == "float32"


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


def test_numbers_of_words_are_not_rounded_to_half_precision():
    layer = layers.Embedding(2050, 1, dtype="float16")
    layer.ensure_built((1,))
    layer.params["embeddings"][2049] = 3
    assert layer.forward(np.array([2049])) == 3


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


def test_a_product_goes_back_without_overflow_where_the_gradient_has_none():
    large = float(np.finfo("float32").max)
    xs = [np.array([[n]], dtype="float32") for n in (large, 0.25, -0.25)]
    layer = layers.Multiply(dtype="float32")
    layer.forward(xs)
    with np.errstate(over="raise"):
        dx = layer.backward(np.array([[2.0]], dtype="float32"))
    np.testing.assert_allclose([each[0, 0] for each in dx], [-0.125, -large / 2, large / 2], rtol=1e-6)


def test_moving_averages_move_in_training_only():
    layer = layers.BatchNormalization(momentum=0.5, dtype="float64")
    x = np.array([[1.0], [3.0]])
    layer.forward(x)
    assert layer.state["moving_mean"] == 0
    layer.forward(x, training=True)
    assert layer.state["moving_mean"] == 1


def test_backward_may_begin_before_the_activation():
    layer = layers.Dense(2, "relu")
    layer.ensure_built((None, 2))
    layer.set_weights([np.eye(2), np.zeros(2)])
    np.testing.assert_array_equal(layer.forward([[1.0, -1.0]]), [[1, 0]])
    np.testing.assert_array_equal(layer.logits, [[1, -1]])
    np.testing.assert_array_equal(layer.backward(np.ones((1, 2))), [[1, 0]])
    np.testing.assert_array_equal(layer.backward(np.ones((1, 2)), at_logits=True), [[1, 1]])


def test_gradients_are_zero_until_there_is_a_backward():
    layer = built(layers.Dense(2), (1, 3))
    assert list(layer.grads) == ["kernel", "bias"]
    assert not any(gradient.any() for gradient in layer.grads.values())


def test_a_class_made_of_a_layer_and_something_else_is_both():
    made_so = []

    class Noted:
        def __init_subclass__(cls, note, **settings):
            super().__init_subclass__(**settings)
            made_so.append((cls.__name__, note))

    class Mine(layers.Identity, Noted, note="mine"):
        pass

    assert made_so == [("Mine", "mine")]
    assert Mine().forward(np.ones(2)).tolist() == [1, 1]


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


def test_a_softmax_along_the_last_axis_alone_has_logits():
    """From them a model computes its cross-entropy."""
    x = np.array([[[1.0, 2.0, 4.0], [0.0, -1.0, 3.0]]])
    for axis, has_logits in ((-1, True), (2, True), (1, False), (-2, False), ((1, 2), False), ((-1, -2), False)):
        layer = layers.Softmax(axis, dtype="float64")
        y = layer.forward(x)
        np.testing.assert_allclose(y.sum(axis=axis), 1, rtol=1e-12)
        np.testing.assert_array_equal(layer.logits, x if has_logits else y)


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


def test_the_cosine_of_vectors_whose_squares_are_too_small_for_the_type():
    x = np.array([[3e-4, 4e-4]], "float16") / 4
    assert layers.Dot(1, normalize=True, dtype="float16").forward([x, x]) == pytest.approx(1, abs=2e-3)


def test_a_layer_around_another_has_its_type_and_its_weights():
    for dtype in ("float64", "float16"):
        inner = layers.Dense(2, dtype=dtype)
        assert layers.TimeDistributed(inner).dtype == layers.TimeDistributed(inner, dtype=None).dtype == dtype
    layer = built(layers.TimeDistributed(inner), (2, 3, 4))
    saved = layer.saved_weights()
    assert list(saved) == ["", "layer/"]
    assert saved[""] == []
    assert all(mine is own for mine, own in zip(saved["layer/"], inner.weights, strict=True))
    kernel = np.ones((4, 2), "float16")
    layer.params["kernel"] = kernel
    assert inner.params["kernel"] is layer.params["kernel"] is kernel


def test_a_mask_begins_where_it_is_asked_for():
    begins = [layers.Masking(), layers.Embedding(3, 2, mask_zero=True)]
    assert all(layer.makes_mask for layer in begins)
    assert not any(layer.makes_mask for layer in (layers.Identity(), layers.Embedding(3, 2), layers.LSTM(2)))
