"""Every network of the notes, by name: its parameters to the digit, and a few steps beside Keras."""

from __future__ import annotations

import numpy as np
import pytest

import scratch
from comparisons.data import load
from comparisons.errors import InputError
from comparisons.training.presets import PRESETS, preset
from comparisons.training.run import run_comparison
from comparisons.training.samples import check_fits, prepare
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.settings import Settings
from tests.quickly import some

COUNTS = {
    "mlp-784-50-10": [39_250, 510],
    "mlp-784-50-10-sgd": [39_250, 510],
    "spiral-2-4-3": [12, 0, 15],
    "mlp-784-512-10": [401_920, 5_130],
    "mlp-28x28-256-128-10": [0, 200_960, 0, 32_896, 0, 1_290, 0],
    "logistic-8-1": [9],
    "mlp-8-32-32-1": [288, 1_056, 33],
    "mlp-784-256-256-10": [200_960, 65_792, 2_570],
    "regression-4-3-1": [12, 3],
    "cnn-28x28-10": [80, 0, 0, 13_530],
    "rnn-28x28-10": [1_952, 330],
}
"""Parameters of every layer, as the notes have them."""

ONE_BATCH = 24  # samples a step in these tests


def test_there_is_one_for_every_network():
    assert list(PRESETS) == list(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_parameters_to_the_digit(name):
    counts = list(ScratchSide(preset(name), "float32").parameter_counts().values())
    assert counts == COUNTS[name]
    assert sum(counts) == preset(name).parameters


@pytest.mark.keras
@pytest.mark.parametrize("dtype", ["float32", pytest.param("float64", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", some(COUNTS, 4))
def test_a_few_steps_beside_keras(name, dtype):
    plan = preset(name)
    settings = Settings.of(plan, batch_size=ONE_BATCH, epochs=2, dtype=dtype)
    data = load(settings.data).limited(3 * ONE_BATCH)
    result = run_comparison(settings, data, on_step=lambda batch, loss: None, stopped=lambda: False).result
    assert result["verdict"] == "match", result["sentence"]
    assert result["parameters"]["scratch"] == result["parameters"]["reference"] == plan.parameters
    assert [layer["reference"] for layer in result["parameters"]["layers"]] == COUNTS[name]
    assert result["settings"]["steps_done"] == 6
    for side in ("scratch", "reference"):
        losses = result["history"][side]["step_loss"]
        assert len(losses) == 6
        assert np.ptp(losses) > 0
        assert len(result["history"][side][plan.metric]) == 2


def test_two_layer_net_of_the_textbook():
    """Input (10, 2), scores (10, 3); weights and biases standard normal."""
    scratch.config.set_random_seed(0)
    model = ScratchSide(preset("spiral-2-4-3"), "float64").model
    assert model.predict(np.zeros((10, 2)), verbose=0).shape == (10, 3)
    assert all(0.3 < np.std(w) < 2 for w in model.get_weights())


def test_network_by_hand_starts_small_and_without_biases():
    scratch.config.set_random_seed(0)
    w1, b1, w2, b2 = ScratchSide(preset("mlp-784-50-10-sgd"), "float64").model.get_weights()
    assert np.std(w1) == pytest.approx(0.1, rel=0.02)
    assert np.std(w2) == pytest.approx(0.1, rel=0.15)
    assert not b1.any()
    assert not b2.any()


def test_first_layer_derivative_by_the_chain_rule():
    """dL/dw1[i, j] = -2 (y - a2) w2[j] a1[j] (1 - a1[j]) x[i], one sample, written out."""
    side = ScratchSide(preset("regression-4-3-1"), "float64")
    w1, w2 = side.model.get_weights()
    x, y = np.array([0.5, -1.0, 2.0, 0.25]), 1.5
    a1 = 1 / (1 + np.exp(-(x @ w1)))
    a2 = (a1 @ w2)[0]
    found = side.gradients(x[None], np.array([[y]]))
    assert found.loss == pytest.approx((y - a2) ** 2)
    for i, j in np.ndindex(w1.shape):
        by_hand = -2 * (y - a2) * w2[j, 0] * a1[j] * (1 - a1[j]) * x[i]
        assert found.gradients[0][i, j] == pytest.approx(by_hand, rel=1e-12)
        assert abs(by_hand) > 1e-4


@pytest.mark.keras
def test_keras_agrees_with_the_chain_rule(keras_side):
    plan = preset("regression-4-3-1")
    keras = keras_side("float64", plan)
    w1 = np.array([[0.1, -0.2, 0.3], [0.4, 0.5, -0.6], [-0.7, 0.8, 0.9], [1.0, -1.1, 1.2]])
    w2 = np.array([[0.5], [-1.5], [2.5]])
    x, y = np.array([0.5, -1.0, 2.0, 0.25]), 1.5
    a1 = 1 / (1 + np.exp(-(x @ w1)))
    a2 = (a1 @ w2)[0]
    found = keras.gradients(keras.start([w1, w2]), keras.tensor(x[None]), keras.tensor(np.array([[y]])))
    gradient = found.gradients.numpy()[:12].reshape(4, 3)
    assert gradient[2, 1] == pytest.approx(-2 * (y - a2) * w2[1, 0] * a1[1] * (1 - a1[1]) * x[2], rel=1e-12)


def test_one_hot_targets_and_the_last_fifth_held_back():
    data = load("mnist-5k").limited(100)
    ready = prepare(data, preset("mlp-784-256-256-10"), "float32")
    assert [len(part.x) for part in ready] == [80, 20, 25]
    assert ready.validation.y.shape == (20, 10)
    assert np.array_equal(ready.validation.y.argmax(1), data.y_train[80:])
    assert (ready.train.y.sum(1) == 1).all()
    assert np.array_equal(ready.validation.x, (data.x_train[80:].reshape(20, 784) / 255).astype("float32"))


def test_features_are_standardized_by_the_training_samples_alone():
    ready = prepare(load("breast-cancer-8"), preset("logistic-8-1"), "float64")
    assert ready.train.x.mean(0) == pytest.approx(0, abs=1e-12)
    assert ready.train.x.std(0) == pytest.approx(1)
    assert np.abs(ready.test.x.mean(0)).max() > 0.01
    assert set(np.unique(ready.train.y)) == {0, 1}
    assert ready.train.y.shape == (456, 1)


@pytest.mark.parametrize(
    ("model", "data", "words"),
    [
        ("mlp-784-50-10", "spiral", r"expected samples of shape \(784,\), got \(2,\); use --data mnist-5k"),
        ("logistic-8-1", "mnist-5k", r"expected samples of shape \(8,\)"),
        ("regression-4-3-1", "breast-cancer-8", r"expected samples of shape \(4,\)"),
    ],
)
def test_data_of_another_model(model, data, words):
    with pytest.raises(InputError, match=words):
        check_fits(load(data), preset(model))


def test_too_few_samples_to_hold_some_back():
    with pytest.raises(InputError, match="hold 20% back, got 1"):
        check_fits(load("mnist-5k").limited(1), preset("mlp-784-256-256-10"))
