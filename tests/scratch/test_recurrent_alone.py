"""Recurrent layers as they are called by hand: both directions, what they begin with, means over steps."""

from __future__ import annotations

import numpy as np
import pytest

from scratch import layers


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


RECURRENT = [layers.SimpleRNN, layers.GRU, layers.LSTM]


@pytest.mark.parametrize("layer", RECURRENT, ids=lambda layer: layer.__name__)
def test_halves_are_the_whole_where_states_are_kept(layer):
    x = np.random.default_rng(0).standard_normal((2, 6, 3))
    kept, whole = layer(2, stateful=True, dtype="float64"), layer(2, dtype="float64")
    kept.forward(x[:, :3])
    whole.ensure_built(x.shape)
    whole.set_weights(kept.get_weights())
    np.testing.assert_array_equal(kept.forward(x[:, 3:]), whole.forward(x))


@pytest.mark.parametrize("layer", RECURRENT, ids=lambda layer: layer.__name__)
def test_gradients_of_an_activation_that_has_to_be_given_x(layer):
    """The derivative of tanh and of sigmoid follows from y; that of silu does not. dx against differences."""
    generator = np.random.default_rng(0)
    x, dy, step = generator.standard_normal((2, 2, 3)), generator.standard_normal((2, 2)), 1e-5
    made = layer(2, "silu", dtype="float64")
    made.forward(x)
    dx = made.backward(dy)
    for where in np.ndindex(x.shape):
        moved = np.zeros_like(x)
        moved[where] = step
        assert dx[where] == pytest.approx(np.sum(dy * (made.forward(x + moved) - made.forward(x - moved))) / (2 * step), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("layer", [layers.GRU, layers.LSTM], ids=lambda layer: layer.__name__)
def test_settings_that_change_nothing_here_are_kept_for_keras(layer):
    config = layer(2, use_cudnn=False, unroll=True).get_config()
    assert (config["use_cudnn"], config["unroll"]) == (False, True)
    assert layer.from_config(config).get_config() == config
