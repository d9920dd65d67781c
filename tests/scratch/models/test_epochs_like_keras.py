"""Which samples make up which batch, in training, validation, evaluation and prediction: as in Keras, sample by sample."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

import scratch
from tests.quickly import some

pytestmark = pytest.mark.keras
COUNT = 11
X = np.arange(COUNT, dtype="float32")[:, None]
Y = np.arange(COUNT) % 3
WEIGHTS = np.linspace(0.5, 1.5, COUNT, dtype="float32")


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


def numbers(part):
    return None if part is None else np.ravel(part).tolist()


def watched(library):
    """A model of one weight whose outputs are its inputs, and the list of batches that it is given."""
    seen = []

    class Theirs(library.Sequential):
        def train_step(self, data):
            seen.append(("train", *map(numbers, data)))
            return {"loss": 0.0}

        def test_step(self, data):
            seen.append(("test", *map(numbers, data)))
            return {"loss": 0.0}

    class Mine(library.Sequential):
        def _train_step(self, x, y, sample_weight):
            seen.append(("train", *map(numbers, (x, y) if sample_weight is None else (x, y, sample_weight))))

        def _test_step(self, x, y, sample_weight):
            seen.append(("test", *map(numbers, (x, y) if sample_weight is None else (x, y, sample_weight))))

    model = (Mine if library is scratch else Theirs)([library.Input((1,)), library.layers.Dense(1, kernel_initializer="ones")])
    model.compile("sgd", "mse", run_eagerly=True)
    return model, seen


def batches(library, job):
    model, seen = watched(library)
    predicted = job(model, library)
    return [*seen, *([("predicted", numbers(predicted))] if isinstance(predicted, np.ndarray) else [])]


def fit(**settings):
    return lambda model, library: model.fit(**{"x": X, "y": Y, "batch_size": 4, "epochs": 3, "shuffle": False, "verbose": 0, **settings})


def predict(**settings):
    return lambda model, library: model.predict(X, verbose=0, **settings)


def evaluate(**settings):
    return lambda model, library: model.evaluate(X, Y, verbose=0, **settings)


def stopped(model, library):
    """`stop_training` after the first batch ends the epoch there, with its validation."""

    def stop(batch, logs=None):
        model.stop_training = True

    fit(callbacks=[library.callbacks.LambdaCallback(on_train_batch_end=stop)], validation_split=0.3)(model, library)


JOBS = {
    "batches of 1": fit(batch_size=1, epochs=1),
    "batches of 32": lambda model, library: model.fit(np.tile(X, (6, 1)), np.tile(Y, 6), shuffle=False, verbose=0),
    "steps that go on in the next epoch": fit(steps_per_epoch=1, epochs=4),
    "steps that run out of data": fit(steps_per_epoch=2, epochs=4),
    "steps that make the batch size": fit(steps_per_epoch=3, batch_size=None),
    "sample_weight": fit(sample_weight=WEIGHTS, validation_split=0.2),
    "class_weight": fit(class_weight={0: 3.0, 2: 0.25}, validation_split=0.2),
    "validation_data": fit(validation_data=(X[:3] + 100, Y[:3])),
    "weighted validation_data as a list": fit(validation_data=[X[:3] + 100, Y[:3], WEIGHTS[:3]], epochs=1),
    "validation_data beats validation_split": fit(validation_data=(X[:3], Y[:3]), validation_split=0.5, epochs=1),
    "validation_batch_size": fit(validation_split=0.5, validation_batch_size=3),
    "validations begin with the first sample": fit(validation_split=0.5, validation_batch_size=2, validation_steps=2),
    "validation_freq": fit(validation_split=0.3, validation_freq=2),
    "validation_freq of 3": fit(validation_split=0.3, validation_freq=3, epochs=4),
    "validation_freq list": fit(validation_split=0.3, validation_freq=[1, 3], epochs=4),
    "initial_epoch": fit(validation_split=0.3, initial_epoch=1, validation_freq=2),
    "stopped": stopped,
    "evaluate": evaluate(sample_weight=WEIGHTS),
    "evaluate in steps": evaluate(batch_size=3, steps=2),
    "predict": predict(),
    "predict in steps": predict(batch_size=2, steps=3),
}


@pytest.mark.filterwarnings("ignore:Your input ran out of data", "ignore:fit. expected data for 2 steps, got 1")
@pytest.mark.parametrize("job", some(JOBS, 9))
def test_same_batches(keras, job):
    assert batches(scratch, JOBS[job]) == batches(keras, JOBS[job])


def test_same_batches_of_a_validation(keras):
    """Of `validation_batch_size`, else of `batch_size`, and always from the first sample on."""
    for settings in ({"validation_batch_size": 2}, {}, {"validation_batch_size": 2, "validation_steps": 1, "validation_freq": [1, 2]}):
        theirs, mine = ([seen for seen in batches(k, fit(validation_split=0.5, **settings)) if seen[0] == "test"] for k in (keras, scratch))
        assert mine == theirs


SHUFFLES = {"default": {}, "True": {"shuffle": True}, "batch": {"shuffle": "batch"}, "False": {"shuffle": False}}


def order(library, settings):
    """The batches of two epochs, and what is mixed: (batches, samples within them)."""
    library.utils.set_random_seed(0)
    model, seen = watched(library)
    model.fit(X, Y, batch_size=4, epochs=2, verbose=0, **settings)
    batches = [xs for _, xs, _ in seen]
    for epoch in (batches[:3], batches[3:]):
        assert sorted(sample for xs in epoch for sample in xs) == list(range(COUNT)), "every sample once an epoch"
    in_place = [sorted(xs) == numbers(X)[4 * n : 4 * n + 4] for n, xs in enumerate(batches[:3])]
    return batches, (not all(in_place), any(xs != sorted(xs) for xs in batches))


@pytest.mark.parametrize("shuffle", SHUFFLES)
def test_same_kind_of_shuffle(keras, shuffle):
    """In scratch every epoch has an order of its own; in Keras with a seed all have the same."""
    (_, theirs), (batches, mine) = (order(library, SHUFFLES[shuffle]) for library in (keras, scratch))
    assert mine == theirs
    assert (batches[:3] != batches[3:]) == (shuffle != "False")


SPLITS = [(50, 0.5001), (50, 0.3), (10, 0.25), (2, 0.5), (3, 0.4), (1, 0.5), (50, 1e-17), (50, 1.0)]


@pytest.mark.parametrize(("count", "fraction"), SPLITS)
def test_same_number_of_samples_is_split_off(keras, count, fraction):
    def trained_on(library):
        data = np.zeros((count, 1)), np.zeros(count)
        try:
            return watched(library)[0].fit(*data, batch_size=1, epochs=0, validation_split=fraction, verbose=0).params["steps"]
        except ValueError:
            return "refused"

    assert trained_on(scratch) == trained_on(keras)


@pytest.mark.parametrize("who", ["fit", "evaluate", "predict"])
def test_warning_of_too_little_data_points_to_the_call(who):
    model, _ = watched(scratch)
    arguments = {"x": X, **({} if who == "predict" else {"y": Y}), "batch_size": 4, "verbose": 0}
    with pytest.warns(UserWarning, match=f"^{who}: expected data for 5 steps, got 3") as caught:
        getattr(model, who)(**arguments, **{"steps_per_epoch" if who == "fit" else "steps": 5})
    assert [warning.filename for warning in caught] == [__file__]


METHODS = ["fit", "evaluate", "predict", "compile", "train_on_batch", "test_on_batch", "predict_on_batch", "summary", "get_layer"]


def defaults(library):
    """Of every argument of every method of a model; those without one are there, too."""
    model = library.Sequential()
    found = {who: inspect.signature(getattr(model, who)).parameters for who in METHODS}
    return {who: {name: parameter.default for name, parameter in parameters.items()} for who, parameters in found.items()}


def test_same_defaults(keras):
    """In the same order; some of Keras's arguments are missing, and x and y are needed."""
    mine, theirs = defaults(scratch), defaults(keras)
    for who, given in mine.items():
        assert list(given) == [name for name in theirs[who] if name in given]
        assert given == {name: given[name] if given[name] is inspect.Parameter.empty else theirs[who][name] for name in given}, who
