"""Callbacks begin with Keras's settings and counters, print what Keras's print, and say where a quantity is missing."""

from __future__ import annotations

import numpy as np
import pytest

import scratch
from tests.older import newer
from tests.scratch.callbacks.standin import Optimizer, StandIn

pytestmark = pytest.mark.keras

ARGUMENTS = {
    "EarlyStopping": {},
    "History": {},
    "LearningRateScheduler": {"schedule": float},
    "ModelCheckpoint": {"filepath": "a.keras"},
    "ReduceLROnPlateau": {},
    "TerminateOnNaN": {},
}
OF_KERAS_ALONE = {"monitor_op", "params"}  # the first is our `direction`; the other is empty until the callback is told


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


def both(keras, name, **settings):
    """Keras's and scratch's callback of that name, each with a model of its own."""
    callbacks = [getattr(library.callbacks, name)(**settings) for library in (keras, scratch)]
    for callback in callbacks:
        callback.set_model(StandIn(Optimizer(np.float32, 0.5)))
    return callbacks


def public(callback):
    return {name: value for name, value in vars(callback).items() if not name.startswith("_") and name not in OF_KERAS_ALONE}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_is_made_as_keras_makes_it(keras, name):
    """With no more than it must be told: defaults, and what it counts."""
    theirs, mine = both(keras, name, **ARGUMENTS[name])
    assert {attribute: getattr(mine, attribute) for attribute in public(theirs)} == public(theirs)


@newer("keeps the best of the training before")
@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("EarlyStopping", ["wait", "stopped_epoch", "best", "best_epoch", "best_weights"]),
        ("ReduceLROnPlateau", ["wait", "cooldown_counter", "best"]),
    ],
)
def test_the_next_training_begins_as_in_keras(keras, name, counted):
    theirs, mine = both(keras, name, patience=1)
    for _ in range(2):
        for callback in (theirs, mine):
            callback.on_train_begin()
        assert [getattr(mine, attribute) for attribute in counted] == [getattr(theirs, attribute) for attribute in counted]
        for callback in (theirs, mine):
            for epoch, value in enumerate([2.0, 1.0, 3.0]):
                callback.on_epoch_end(epoch, {"val_loss": value})
            callback.on_train_end()


PRINTS = {
    "EarlyStopping, patience 0": ("EarlyStopping", {}, [1.0, 2.0]),
    "EarlyStopping later": ("EarlyStopping", {"patience": 2, "restore_best_weights": True}, [1.0, 0.5, 2.0, 3.0]),
    "EarlyStopping never": ("EarlyStopping", {"restore_best_weights": True}, [1.0, 0.5]),
    "EarlyStopping never, restores nothing": ("EarlyStopping", {}, [1.0, 0.5]),
    "LearningRateScheduler": ("LearningRateScheduler", {"schedule": lambda epoch, rate: rate * 0.3}, [1.0, 0.5]),
    "ReduceLROnPlateau": ("ReduceLROnPlateau", {"patience": 1, "min_lr": 0.1}, [1.0, 2.0, 2.0]),
    "ReduceLROnPlateau never": ("ReduceLROnPlateau", {"patience": 1}, [1.0, 0.5]),
}


@pytest.mark.parametrize("verbose", [0, 1, 2])
@pytest.mark.parametrize("case", PRINTS)
def test_prints_as_keras(keras, capsys, case, verbose):
    name, settings, values = PRINTS[case]
    printed = []
    for callback in both(keras, name, verbose=verbose, **settings):
        callback.on_train_begin()
        for epoch, value in enumerate(values):
            callback.on_epoch_begin(epoch)
            callback.on_epoch_end(epoch, {"val_loss": value})
        callback.on_train_end()
        printed.append(capsys.readouterr().out)
    assert printed[1] == printed[0]
    assert bool(printed[1]) == (verbose > 0 and ("never" not in case or "restore_best_weights" in settings))


@newer("keeps the best of the training before")
@pytest.mark.parametrize("name", ["EarlyStopping", "ReduceLROnPlateau"])
def test_decides_as_keras_in_a_loop_that_never_says_it_begins(keras, name):
    """Somebody's own loop of two trainings may call `on_epoch_end` alone. The first epoch of one does not end it."""
    found = []
    for callback in both(keras, name, patience=2):
        for epoch, value in [(0, 1.0), (1, 2.0), (0, 2.0), (1, 0.5), (2, 3.0), (3, 3.0)]:
            callback.on_epoch_end(epoch, {"val_loss": value})
            found.append((callback.model.stop_training, float(callback.model.optimizer.learning_rate), callback.wait, callback.best))
    assert found[6:] == found[:6]


@pytest.mark.parametrize("logs", [{"loss": 1.0}, {}, None], ids=str)
@pytest.mark.parametrize("name", ["EarlyStopping", "ReduceLROnPlateau"])
def test_a_quantity_that_is_not_logged_is_a_warning(keras, name, logs):
    for callback in both(keras, name):
        callback.on_train_begin()
        with pytest.warns(UserWarning, match="val_loss") as caught:
            callback.on_epoch_end(0, None if logs is None else dict(logs))
        assert len(caught) == 1
    there = [*(logs or ()), *(["learning_rate"] if name == "ReduceLROnPlateau" else ())]
    assert str(caught[0].message) == f"{name}: expected 'val_loss' in the logs, got {', '.join(there) or 'none'}; nothing was done."


@pytest.mark.parametrize("name", ["EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau"])
def test_the_warning_shows_where_fit_was_called(tmp_path, name):
    path = tmp_path / "best.npz"
    settings = {"filepath": path, "save_best_only": True, "save_weights_only": True} if name == "ModelCheckpoint" else {}
    model = scratch.Sequential([scratch.Input((2,)), scratch.layers.Dense(1)])
    model.compile("sgd", "mse")
    with pytest.warns(UserWarning, match="'val_loss' in the logs") as caught:
        model.fit(np.zeros((2, 2)), np.zeros((2, 1)), verbose=0, callbacks=[getattr(scratch.callbacks, name)(**settings)])
    assert [warning.filename for warning in caught] == [__file__]
    assert path.exists() == ("saved all the same" in str(caught[0].message)) == (name == "ModelCheckpoint")


@pytest.mark.parametrize("name", ["EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau"])
def test_unknown_mode_is_a_warning_where_the_callback_is_made(name):
    with pytest.warns(UserWarning, match="expected mode as one of auto, min, max, got 'maximum'; taking 'auto'") as caught:
        assert getattr(scratch.callbacks, name)(mode="maximum", **ARGUMENTS[name]).mode == "auto"
    assert [warning.filename for warning in caught] == [__file__]
