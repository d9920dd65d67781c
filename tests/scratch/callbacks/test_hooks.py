"""Callbacks hear of the same moments as Keras's, in the same order, with logs of the same names and values."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest

import scratch
from tests.older import newer
from tests.quickly import quickly
from tests.scratch.callbacks.standin import Optimizer, StandIn

pytestmark = pytest.mark.keras
GENERATOR = np.random.default_rng(3)
X = GENERATOR.uniform(-1, 1, (10, 4)).astype("float32")
Y = GENERATOR.integers(0, 3, 10)
NAMES = ["batch", "epoch", "train", "test", "predict", "train_batch", "test_batch", "predict_batch"]


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


def recorder(library):
    """A callback of that library, and the list of what it heard."""
    heard = []

    def hook(name):
        def method(self, *number, logs=None):
            *number, logs = (*number, logs) if "batch" in name else (*number[:-1], number[-1])
            known = {k: round(float(v), 4) for k, v in (logs or {}).items() if np.ndim(v) == 0}
            heard.append((name, *number, known))

        return method

    hooks = {f"on_{name}_{end}": hook(f"on_{name}_{end}") for name in NAMES for end in ("begin", "end")}
    del hooks["on_batch_begin"], hooks["on_batch_end"]  # called by the inherited on_train_batch_...: a test of their own below
    return type("Recorder", (library.callbacks.Callback,), hooks)(), heard


def model_of(library, weights=None):
    model = library.Sequential([library.Input((4,)), library.layers.Dense(3, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True)  # compiling would take longer
    if weights is not None:
        model.set_weights(weights)
    return model


def both(keras):
    """Keras's and scratch's model with the same weights."""
    keras.utils.set_random_seed(0)  # with other weights two outputs may be as good as tied, and one accuracy a sample off
    theirs = model_of(keras)
    return theirs, model_of(scratch, theirs.get_weights())


JOBS = {
    "fit": lambda model, callback: model.fit(
        X, Y, batch_size=4, epochs=2, shuffle=False, verbose=0, validation_split=0.4, callbacks=[callback]
    ),
    "fit, one callback": lambda model, callback: model.fit(X, Y, batch_size=4, shuffle=False, verbose=0, callbacks=callback),
    "evaluate": lambda model, callback: model.evaluate(X, Y, batch_size=4, verbose=0, callbacks=[callback]),
    "predict": lambda model, callback: model.predict(X, batch_size=4, verbose=0, callbacks=[callback]),
}


@pytest.mark.parametrize("job", JOBS)
def test_same_moments(keras, job):
    theirs, mine = both(keras)
    results = []
    for library, model in ((keras, theirs), (scratch, mine)):
        callback, heard = recorder(library)
        JOBS[job](model, callback)
        assert callback.model is model
        results.append((heard, callback.params))
    assert results[0][0]
    assert [call[:-1] for call in results[1][0]] == [call[:-1] for call in results[0][0]]
    for my_call, their_call in zip(results[1][0], results[0][0]):
        assert list(my_call[-1]) == list(their_call[-1])
        assert my_call[-1] == pytest.approx(their_call[-1], abs=2e-4), my_call
    assert results[1][1] == results[0][1]


def test_older_names_of_batch_hooks(keras):
    def heard_by(library):
        heard = []
        hooks = {
            name: (lambda self, batch, logs=None, name=name: heard.append((name, batch))) for name in ("on_batch_begin", "on_batch_end")
        }
        callback = type("Old", (library.callbacks.Callback,), hooks)()
        model_of(library).fit(X, Y, batch_size=4, shuffle=False, verbose=0, callbacks=[callback])
        return heard

    assert heard_by(scratch) == heard_by(keras)
    assert len(heard_by(scratch)) == 6


def stop_at(batch_to_stop):
    def stop(library, model):
        def maybe(batch, logs=None):
            model.stop_training = model.stop_training or batch == batch_to_stop

        return library.callbacks.LambdaCallback(on_train_batch_end=maybe)

    return stop


def halve(epoch, rate):
    return float(rate * 0.7)


TRAININGS = {
    "LearningRateScheduler": lambda library, model: library.callbacks.LearningRateScheduler(halve),
    "LearningRateScheduler of the epoch": lambda library, model: library.callbacks.LearningRateScheduler(lambda epoch: 0.01 / (epoch + 1)),
    "ReduceLROnPlateau": lambda library, model: library.callbacks.ReduceLROnPlateau("loss", min_delta=10.0, patience=1, factor=0.3),
    "stop in the middle of an epoch": stop_at(1),
}


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras's variables know NumPy 1
@pytest.mark.parametrize("case", TRAININGS)
def test_same_history(keras, case):
    theirs, mine = both(keras)
    histories = []
    for library, model in ((keras, theirs), (scratch, mine)):
        callback = TRAININGS[case](library, model)
        histories.append(
            model.fit(X, Y, batch_size=4, epochs=4, shuffle=False, validation_split=0.2, verbose=0, callbacks=[callback]).history
        )
    assert list(histories[1]) == list(histories[0])
    for name in histories[0]:
        assert histories[1][name] == pytest.approx(histories[0][name], rel=2e-5), name


@pytest.mark.filterwarnings("ignore::EncodingWarning")  # Keras opens its file without naming one
@pytest.mark.parametrize("separator", quickly([",", ";"], [";"]))
@pytest.mark.parametrize("validation", quickly([0.0, 0.4], [0.4]))
def test_same_csv_files(keras, tmp_path, separator, validation):
    theirs, mine = both(keras)
    tables = []
    for library, model in ((keras, theirs), (scratch, mine)):
        path = tmp_path / f"{library.__name__}.csv"
        for append in (False, True):
            callback = library.callbacks.CSVLogger(path, separator=separator, append=append)
            model.fit(X, Y, batch_size=4, epochs=2, shuffle=False, verbose=0, validation_split=validation, callbacks=[callback])
        assert b"\r\n" in path.read_bytes()
        with path.open(newline="", encoding="utf-8") as file:
            tables.append(list(csv.reader(file, delimiter=separator)))
    assert [len(row) for row in tables[1]] == [len(row) for row in tables[0]] == [5] * 5
    assert tables[1][0] == tables[0][0]
    for my_row, their_row in zip(tables[1][1:], tables[0][1:]):
        numbers = [[float(cell) for cell in row if cell != "NA"] for row in (my_row, their_row)]
        assert numbers[0] == pytest.approx(numbers[1], rel=2e-5)
        assert [cell == "NA" for cell in my_row] == [cell == "NA" for cell in their_row]


@newer("has no raise_error")
def test_terminates_on_nan(keras, capsys):
    x = X.copy()
    x[5] = np.nan
    for library in (keras, scratch):
        model = model_of(library)
        heard = []
        ends = library.callbacks.LambdaCallback(on_train_end=heard.append)
        history = model.fit(x, Y, batch_size=4, epochs=3, shuffle=False, verbose=0, callbacks=[library.callbacks.TerminateOnNaN(), ends])
        assert len(history.epoch) == 1
        assert len(heard) == 1
        assert "Batch 1: Invalid loss, terminating training" in capsys.readouterr().out
        with pytest.raises(RuntimeError, match="batch 1"):
            model_of(library).fit(
                x, Y, batch_size=4, shuffle=False, verbose=0, callbacks=[library.callbacks.TerminateOnNaN(raise_error=True)]
            )


def test_a_history_of_ones_own_goes_on_in_the_next_training(keras):
    """Its quantities go on; the numbers of epochs are those of the last training."""
    theirs, mine = both(keras)
    histories = [library.callbacks.History() for library in (keras, scratch)]
    for history, model in zip(histories, (theirs, mine)):
        for epochs in (3, 2):
            assert model.fit(X, Y, epochs=epochs, shuffle=False, verbose=0, callbacks=[history]) is history
    assert histories[1].epoch == histories[0].epoch == [0, 1]
    assert list(histories[1].history) == list(histories[0].history)
    assert histories[1].history["loss"] == pytest.approx(histories[0].history["loss"], rel=2e-5)


SCHEDULES = {
    "of the epoch": lambda epoch: 0.1 / (epoch + 1),
    "of the rate too": lambda epoch, rate: rate * 0.7,
    "of the rate, with a default": lambda epoch, rate=1.0: rate * 0.7,
    "of anything": lambda *arguments: 0.1 * len(arguments),
    "with an option": lambda epoch, *, rate=0.3: rate,
    "built in": math.hypot,  # says nothing of its arguments
}


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_schedules_get_what_keras_gives_them(keras, schedule):
    found = []
    for library in (keras, scratch):
        callback = library.callbacks.LearningRateScheduler(SCHEDULES[schedule])
        callback.set_model(StandIn(Optimizer(np.float32, 0.5)))
        logs = [{"loss": 1.0} for _ in range(3)]
        for epoch in range(3):
            callback.on_epoch_begin(epoch)
            callback.on_epoch_end(epoch, logs[epoch])
        found.append((float(callback.model.optimizer.learning_rate), logs))
    assert found[1] == found[0]


def test_schedule_must_return_a_float():
    with pytest.raises(ValueError, match=r"expected a float from schedule\(0"):
        model_of(scratch).fit(X, Y, verbose=0, callbacks=[scratch.callbacks.LearningRateScheduler(lambda epoch: "fast")])


def test_a_mistake_inside_of_a_schedule_is_not_hidden():
    def wrong(epoch, rate):
        raise TypeError("mine")

    with pytest.raises(TypeError, match="mine"):
        model_of(scratch).fit(X, Y, verbose=0, callbacks=[scratch.callbacks.LearningRateScheduler(wrong)])
