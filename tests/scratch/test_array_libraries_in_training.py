"""A whole training with arrays of another library gets what it gets with NumPy."""

from __future__ import annotations

import array_api_strict as xp
import numpy as np
import pytest

import scratch
from scratch import layers
from scratch.arrays import to_numpy
from tests.scratch.other_arrays import foreign

GENERATOR = np.random.default_rng(0)


WORDS = GENERATOR.integers(0, 7, (2, 5))


@pytest.fixture(autouse=True)
def _doubles():
    with scratch.config.default_float("float64"):
        yield


def test_masks():
    """Through a model with a mask, from words that are padding to a loss of every step."""
    stack = [scratch.Input((5,)), layers.Embedding(7, 3, mask_zero=True), layers.LSTM(2, return_sequences=True), layers.Dense(7, "softmax")]
    model = scratch.Sequential(stack)
    model.compile("sgd", "sparse_categorical_crossentropy")
    weights = model.get_weights()
    wanted = model.train_on_batch(WORDS, WORDS), model.output_mask
    with scratch.config.default_arrays(xp):
        other = scratch.Sequential([type(layer).from_config(layer.get_config()) for layer in model.layers])
        other.compile("sgd", "sparse_categorical_crossentropy")
        other.build((None, 5))
        other.set_weights(weights)
        assert other.train_on_batch(foreign(WORDS), foreign(WORDS)) == pytest.approx(wanted[0], rel=1e-12)
        assert np.array_equal(to_numpy(other.output_mask), wanted[1])
    assert not wanted[1].all(), "no word was padding"


def network():
    model = scratch.Sequential(
        [
            scratch.Input((6, 6, 4)),
            layers.Conv2D(3, 3, activation="relu"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.2, seed=3),
            layers.Dense(6, "tanh"),
            layers.Dense(3, "softmax"),
        ]
    )
    model.compile(
        "adam",
        "sparse_categorical_crossentropy",
        metrics=["accuracy", scratch.metrics.SparseCategoricalCrossentropy()],
        weighted_metrics=["accuracy"],
    )
    return model


def trained(model, weights, folder):
    model.set_weights(weights)
    scratch.utils.set_random_seed(0)
    x, y = np.random.default_rng(1).standard_normal((50, 6, 6, 4)), np.random.default_rng(2).integers(0, 3, 50)
    stopping = scratch.callbacks.EarlyStopping(patience=1, restore_best_weights=True)
    settings = {"sample_weight": np.arange(50.0), "validation_split": 0.2, "callbacks": [stopping], "verbose": 0}
    history = model.fit(x, y, epochs=4, batch_size=16, **settings).history
    class_weighted = model.train_on_batch(x, y, class_weight={1: 3.0})
    model.save_weights(folder / "w.npz")
    model.load_weights(folder / "w.npz")
    return history, class_weighted, model.evaluate(x, y, verbose=0), model.predict(x[:7], batch_size=4, verbose=0)


def test_a_whole_training(tmp_path, capsys):
    model = network()
    weights = model.get_weights()
    wanted = trained(model, weights, tmp_path)
    with scratch.config.default_arrays(xp):
        other = network()
        assert isinstance(other.parameters.flat, type(xp.zeros(1)))
        found = trained(other, weights, tmp_path)
        other.summary()
    for quantity, values in wanted[0].items():
        assert found[0][quantity] == pytest.approx(values, rel=1e-10), quantity
    assert found[1] == pytest.approx(wanted[1], rel=1e-10)
    assert found[2] == pytest.approx(wanted[2], rel=1e-10)
    assert isinstance(found[3], np.ndarray)
    np.testing.assert_allclose(found[3], wanted[3], rtol=1e-10)
    assert "Total params" in capsys.readouterr().out
