"""ReduceLROnPlateau and ModelCheckpoint decide as Keras's on made-up series; directions of all metrics as Keras has them."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import find, given
from hypothesis import strategies as st

import reference
import scratch
from tests.older import OLD
from tests.quickly import some
from tests.scratch.callbacks.standin import Optimizer, StandIn

pytestmark = pytest.mark.keras

VALUES = st.sampled_from([0.0, 0.1, 0.5, 0.5 - 1e-9, 0.5 - 1e-4, 0.4, 1.0, np.inf, np.nan]) | st.floats(-1, 1)
# So close together that the precision of the comparison decides; and subnormal.
NEAR = st.sampled_from([0.5, 0.5 - 1e-9, 0.5 + 1e-9, 0.5 - 1e-7, 0.0, 1e-40, -1e-40, 1.5e-224])
SERIES = st.lists(VALUES, max_size=14) | st.lists(NEAR, max_size=6)
PLATEAUS = st.fixed_dictionaries(
    {
        "factor": st.sampled_from([0.1, 0.5, 0.9]),
        "patience": st.integers(0, 3),
        "mode": st.sampled_from(["min", "max", "auto"]),
        "min_delta": st.sampled_from([0, 1e-9, 1e-4, 0.2]),
        "cooldown": st.integers(0, 3),
        "min_lr": st.sampled_from([0.0, 1e-3, 1e-5, 0.01]),
    }
)


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


def rates(callback, series, floatx):
    """The learning rate after every epoch, and what the logs say of it."""
    model = StandIn(Optimizer(np.dtype(floatx).type, 0.01))
    callback.set_model(model)
    callback.on_train_begin()
    found = []
    for epoch, value in enumerate(series):
        logs = {"val_loss": value}
        callback.on_epoch_end(epoch, logs)
        found.append((float(model.optimizer.learning_rate), logs["learning_rate"], callback.wait, callback.cooldown_counter))
    return found


@given(series=SERIES, settings=PLATEAUS, floatx=st.sampled_from(["float32", "float64"]))
def test_reduces_the_rate_as_keras(keras, series, settings, floatx):
    with reference.floatx(floatx), scratch.config.default_float(floatx):
        mine, theirs = scratch.callbacks.ReduceLROnPlateau(**settings), keras.callbacks.ReduceLROnPlateau(**settings)
        assert rates(mine, series, floatx) == rates(theirs, series, floatx)
        if not OLD:  # which keeps the best of the training before
            assert rates(mine, series[::-1], floatx) == rates(theirs, series[::-1], floatx), "used again"


class NoCooldown(scratch.callbacks.ReduceLROnPlateau):
    def in_cooldown(self):
        return False


class NoFloor(scratch.callbacks.ReduceLROnPlateau):
    def __init__(self, **settings):
        super().__init__(**{**settings, "min_lr": 0.0})


class LaterByOne(scratch.callbacks.ReduceLROnPlateau):
    def __init__(self, **settings):
        super().__init__(**{**settings, "patience": settings["patience"] + 1})


@pytest.mark.parametrize("wrong", some([NoFloor, LaterByOne, NoCooldown], 1))
def test_the_property_catches(keras, wrong):
    def unequal(example):
        series, settings = example
        return rates(wrong(**settings), series, "float32") != rates(keras.callbacks.ReduceLROnPlateau(**settings), series, "float32")

    find(st.tuples(SERIES, PLATEAUS), unequal)


CHECKPOINTS = st.fixed_dictionaries(
    {
        "save_best_only": st.booleans(),
        "save_weights_only": st.booleans(),
        "mode": st.sampled_from(["min", "max", "auto"]),
        "save_freq": st.sampled_from(["epoch", 1, 2, 5]),
        "initial_value_threshold": st.none() | VALUES,
    }
)


def saves(callback, series, folder):
    model = StandIn()
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(series):
        callback.on_epoch_begin(epoch)
        for batch in range(3):
            callback.on_train_batch_end(batch, {"loss": value})
        callback.on_epoch_end(epoch, {"val_loss": value, "loss": value})
    return [(what, os.path.relpath(path, folder), overwrite) for what, path, overwrite in model.saved]


@given(series=SERIES, settings=CHECKPOINTS)
def test_saves_as_keras(keras, tmp_path_factory, series, settings):
    if settings["save_best_only"] and settings["save_freq"] != "epoch":
        settings = {**settings, "monitor": "loss", "mode": "min"}
    folder = tmp_path_factory.getbasetemp()
    ending = ".weights.h5" if settings["save_weights_only"] else ".keras"
    path = os.path.join(folder, "checkpoints", "{epoch:02d}-{loss:.2f}" + ending)
    mine, theirs = scratch.callbacks.ModelCheckpoint(path, **settings), keras.callbacks.ModelCheckpoint(path, **settings)
    theirs.on_epoch_begin(0)
    theirs.set_model(StandIn())
    theirs._set_monitor_op()  # otherwise Keras's best of batches fails until the first epoch has ended
    assert saves(mine, series, folder) == saves(theirs, series, folder)


METRICS = [name for name in scratch.metrics.__all__ if name[0].isupper() and name not in ("Metric", "MeanMetricWrapper")]


@pytest.mark.parametrize("name", METRICS)
def test_knows_the_direction_of_every_metric_as_keras(keras, name):
    theirs = getattr(getattr(keras.metrics, name)(name="quantity"), "_direction", None)
    mine = getattr(scratch.metrics, name)(name="quantity")
    assert scratch.callbacks.directions.direction("quantity", [mine]) == {"up": "max", "down": "min", None: None}[theirs]


def test_directions_reach_both_ways():
    found = {scratch.callbacks.directions.direction("quantity", [getattr(scratch.metrics, name)(name="quantity")]) for name in METRICS}
    assert found == {"max", "min", None}


def test_mean_of_a_loss_falls_and_of_a_users_function_may_mean_either():
    model = scratch.Sequential([scratch.Input((2,)), scratch.layers.Dense(2)])
    model.compile("sgd", "mse", metrics=["mae", scratch.losses.huber, lambda y_true, y_pred: np.abs(y_true - y_pred)])
    data = np.zeros((4, 2)), np.zeros((4, 2))
    names = list(model.fit(*data, verbose=0).history)
    assert names == ["huber", "lambda", "loss", "mae"]
    for monitor in ("huber", "loss", "mae"):
        model.fit(*data, verbose=0, callbacks=[scratch.callbacks.EarlyStopping(monitor)])
    with pytest.raises(ValueError, match="pass mode='max' or mode='min'"):
        model.fit(*data, verbose=0, callbacks=[scratch.callbacks.EarlyStopping("lambda")])


TINY = float(np.finfo(np.float32).tiny)
EDGES = [0.0, TINY, -TINY, TINY * (1 - 2**-23), -TINY * (1 - 2**-23), TINY * (1 + 2**-23), 1.0, 1 + 2**-24, 1 + 2**-23, np.inf, np.nan]


@pytest.mark.parametrize("min_delta", [0.0, 2**-24, TINY])
@pytest.mark.parametrize("mode", ["min", "max"])
def test_compares_as_keras_at_the_edges_of_float32(keras, mode, min_delta):
    """The smallest normal number is one; what lies below it is 0."""
    mine, theirs = (library.callbacks.EarlyStopping(mode=mode, min_delta=min_delta) for library in (scratch, keras))
    mine.find_direction()
    theirs._set_monitor_op()
    pairs = [(value, reference) for value in EDGES for reference in EDGES]
    assert [mine.improves(*pair) for pair in pairs] == [bool(theirs._is_improvement(*pair)) for pair in pairs]


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: scratch.callbacks.ReduceLROnPlateau(factor=1.0), "below 1"),
        (lambda: scratch.callbacks.ModelCheckpoint("a.h5"), ".keras"),
        (lambda: scratch.callbacks.ModelCheckpoint("a.keras", save_weights_only=True), ".weights.h5 or .npz"),
        (lambda: scratch.callbacks.ModelCheckpoint("a.keras", save_freq="batch"), "save_freq"),
        (lambda: scratch.callbacks.LambdaCallback(on_epoch_start=print), "on_epoch_begin"),
    ],
)
def test_mistakes_are_named_in_one_line(mistake, words):
    with pytest.raises(ValueError, match="expected") as caught:
        mistake()
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
