"""Layers as they are called by hand: what they are told, and what comes out where."""

from __future__ import annotations

import numpy as np
import pytest

from scratch import layers


def test_rows_of_an_embedding_get_the_sum_of_their_gradients():
    for index, wanted in (([1, 1, 3], [0, 3, 0, 3]), ([0, 2, 0], [4, 0, 2, 0]), ([3], [0, 0, 0, 1]), ([1], [0, 1, 0, 0])):
        layer = layers.Embedding(4, 2, dtype="float64")
        y = layer.forward(np.array(index))
        np.testing.assert_array_equal(y, layer.params["embeddings"][index])
        layer.backward(np.arange(1.0, len(index) + 1)[:, None] * np.array([1.0, 10.0]))
        np.testing.assert_array_equal(layer.grads["embeddings"], np.outer(wanted, [1, 10]))


def test_what_is_switched_off_is_as_good_as_left_out():
    assert layers.Dense(2, kernel_regularizer=None, bias_constraint=None).units == 2
    assert layers.BatchNormalization(renorm=False).axis == -1
    with pytest.raises(ValueError, match=r"expected no renorm .* got True; leave it out"):
        layers.BatchNormalization(renorm=True)
    with pytest.raises(ValueError, match="got 'unit'; did you mean 'units'"):
        layers.Dense(2, unit=3)


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


def test_a_softmax_along_the_last_axis_alone_has_logits():
    """From them a model computes its cross-entropy."""
    x = np.array([[[1.0, 2.0, 4.0], [0.0, -1.0, 3.0]]])
    for axis, has_logits in ((-1, True), (2, True), (1, False), (-2, False), ((1, 2), False), ((-1, -2), False)):
        layer = layers.Softmax(axis, dtype="float64")
        y = layer.forward(x)
        np.testing.assert_allclose(y.sum(axis=axis), 1, rtol=1e-12)
        np.testing.assert_array_equal(layer.logits, x if has_logits else y)


def test_a_mask_begins_where_it_is_asked_for():
    begins = [layers.Masking(), layers.Embedding(3, 2, mask_zero=True)]
    assert all(layer.makes_mask for layer in begins)
    assert not any(layer.makes_mask for layer in (layers.Identity(), layers.Embedding(3, 2), layers.LSTM(2)))
