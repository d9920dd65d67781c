"""Weights and gradients of layers that are used by hand: how they go in and out, and when they are there."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.pairs.layers import LAYERS
from scratch import layers
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
