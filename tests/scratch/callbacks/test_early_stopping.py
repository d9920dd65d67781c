"""EarlyStopping: the same decisions as Keras's on made-up series, and on the same network in training."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import find, given
from hypothesis import strategies as st

import scratch
from tests.older import OLD
from tests.quickly import PROFILE, some
from tests.scratch.callbacks.standin import StandIn

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def keras():
    from reference.backend import load

    return load().keras


def driven(callback, series, monitor, start=0):
    """What a callback does on a series of values: (last epoch, restored weights, best value, its epoch, waiting)."""
    model = StandIn()
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(series, start):
        model.epoch = epoch
        callback.on_epoch_end(epoch, {monitor: value})
        if model.stop_training:
            break
    callback.on_train_end()
    best = np.float64(np.nan if callback.best is None else callback.best).tobytes()
    return model.epoch, model.restored, best, callback.best_epoch, callback.wait, callback.stopped_epoch


# Ties, near-ties that float32 does not hold, and values that are none: where decisions can differ.
VALUES = st.sampled_from([0.0, 0.1, 0.5, 0.5 - 1e-9, 0.5 - 1e-7, 0.4, 0.6, 1.0, -1.0, np.inf, -np.inf, np.nan]) | st.floats(-1, 1)
# So close together that the precision of the comparison decides; and subnormal.
NEAR = st.sampled_from([0.5, 0.5 - 1e-9, 0.5 + 1e-9, 0.5 - 1e-7, 0.0, 1e-40, -1e-40, 1.5e-224])
SERIES = st.lists(VALUES, max_size=12) | st.lists(NEAR, max_size=6)
DELTAS = st.sampled_from([0, 0.1, -0.1, 1e-9, 0.25]) | st.floats(0, 0.5)
SETTINGS = st.fixed_dictionaries(
    {
        "min_delta": DELTAS,
        "patience": st.integers(0, 4),
        "mode": st.sampled_from(["min", "max", "auto"]),
        "baseline": st.none() | VALUES,
        "restore_best_weights": st.booleans(),
        "start_from_epoch": st.integers(0, 4),
    }
)


@given(series=SERIES, settings=SETTINGS, floatx=st.sampled_from(["float32", "float64"]), start=st.sampled_from([0, 3]))
def test_decides_as_keras_on_any_series(keras, series, settings, floatx, start):
    import reference

    mine, theirs = scratch.callbacks.EarlyStopping(**settings), keras.callbacks.EarlyStopping(**settings)
    with reference.floatx(floatx), scratch.config.default_float(floatx):
        assert driven(mine, series, "val_loss", start) == driven(theirs, series, "val_loss", start)
        if not OLD:  # which keeps the best of the training before
            assert driven(mine, series[::-1], "val_loss") == driven(theirs, series[::-1], "val_loss"), "used again"


class OffByOne(scratch.callbacks.EarlyStopping):
    def __init__(self, **settings):
        super().__init__(**{**settings, "patience": settings["patience"] + 1})


class EqualIsBetter(scratch.callbacks.EarlyStopping):
    def improves(self, value, reference):
        return value == reference or super().improves(value, reference)


class InDoubles(scratch.callbacks.EarlyStopping):
    def improves(self, value, reference):
        sign = 1 if self.direction == "min" else -1
        return reference is None or sign * value + self.min_delta < sign * reference


class NoDelta(scratch.callbacks.EarlyStopping):
    def __init__(self, **settings):
        super().__init__(**{**settings, "min_delta": 0})


class BaselineIsBest(scratch.callbacks.EarlyStopping):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.best = self.baseline


class RestoresTheLast(scratch.callbacks.EarlyStopping):
    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        self.best_weights = self.best_weights and self.model.get_weights()


class ForgetsNothing(scratch.callbacks.EarlyStopping):
    def on_train_begin(self, logs=None):
        """`wait` and `best` stay from the last training."""


@pytest.mark.parametrize("wrong", some([OffByOne, EqualIsBetter, InDoubles, NoDelta, BaselineIsBest, RestoresTheLast, ForgetsNothing], 1))
def test_the_property_catches(keras, wrong):
    def unequal(example):
        series, settings = example
        mine, theirs = wrong(**settings), keras.callbacks.EarlyStopping(**settings)
        return any(driven(mine, values, "val_loss") != driven(theirs, values, "val_loss") for values in (series, series[::-1]))

    find(st.tuples(SERIES, SETTINGS), unequal)


def test_series_reach_every_way_out():
    """What the property above compares is not always the same end."""
    stops = driven(scratch.callbacks.EarlyStopping(patience=2), [3, 2, 2.5, 2.6, 1], "val_loss")
    runs = driven(scratch.callbacks.EarlyStopping(patience=2), [3, 2, 2.5, 1, 0.5], "val_loss")
    delta = driven(scratch.callbacks.EarlyStopping(patience=2, min_delta=1), [3, 2.5, 2.4, 1], "val_loss")
    assert [stops[0], runs[0], delta[0]] == [3, 4, 2]


@pytest.mark.parametrize("patience", [0, 1])
def test_patience_0_is_patience_1(patience):
    assert driven(scratch.callbacks.EarlyStopping(patience=patience), [1, 2, 0], "val_loss")[0] == 1


CASES = {
    "patience 0": {"patience": 0},
    "patience": {"patience": 3},
    "min_delta": {"patience": 2, "min_delta": 0.01},
    "baseline": {"patience": 3, "baseline": 0.55},
    "start_from_epoch": {"patience": 1, "start_from_epoch": 6},
    "accuracy": {"patience": 2, "monitor": "val_accuracy"},
}
EPOCHS = 25


@pytest.fixture(scope="module")
def networks(keras):
    """The same network on both sides, compiled once: its optimizer has no state that one run could leave to the next."""
    models = {}
    for name, library in (("keras", keras), ("scratch", scratch)):
        model = library.Sequential(
            [library.Input((4,)), library.layers.Dense(16, activation="tanh"), library.layers.Dense(1, activation="sigmoid")]
        )
        model.compile(library.optimizers.SGD(1.0), "binary_crossentropy", metrics=["accuracy"])
        models[name] = model
    return models


def noisy_data(seed):
    """Few samples and many wrong labels: the validation loss soon rises again."""
    generator = np.random.default_rng(seed)
    x = generator.standard_normal((60, 4)).astype("float32")
    flipped = generator.uniform(size=60) < 0.25
    return x, ((x[:, 0] * x[:, 1] > 0) ^ flipped).astype("float32")[:, None]


def trained(library, model, weights, data, settings):
    model.set_weights(weights)
    stopping = library.callbacks.EarlyStopping(restore_best_weights=True, **settings)
    history = model.fit(*data, epochs=EPOCHS, batch_size=16, shuffle=False, validation_split=0.4, verbose=0, callbacks=[stopping])
    return stopping, history, model.get_weights()


@pytest.mark.parametrize("case", some(CASES, 1))
def test_stops_and_restores_as_keras_in_training(keras, networks, case):
    ends, best = [], []
    for seed in range(10 if PROFILE == "thorough" else 3):
        scratch.utils.set_random_seed(seed)
        weights = [scratch.initializers.GlorotUniform()(w.shape) for w in networks["scratch"].get_weights()]
        data = noisy_data(seed)
        theirs, their_history, their_weights = trained(keras, networks["keras"], weights, data, CASES[case])
        mine, my_history, my_weights = trained(scratch, networks["scratch"], weights, data, CASES[case])
        assert my_history.epoch == their_history.epoch, f"seed {seed}"
        assert (mine.stopped_epoch, mine.best_epoch, mine.wait) == (theirs.stopped_epoch, theirs.best_epoch, theirs.wait), f"seed {seed}"
        for a, b in zip(my_weights, their_weights, strict=True):
            np.testing.assert_allclose(a, b, rtol=0, atol=2e-5, err_msg=f"seed {seed}")
        ends.append(mine.stopped_epoch)
        best.append(mine.best_epoch)
    assert len(set(ends)) > 1, "every seed ends alike: nothing was compared"
    assert all(b < e for b, e in zip(best, ends) if e), "the last epoch was the best: nothing was restored"
