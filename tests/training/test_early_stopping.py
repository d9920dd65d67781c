"""EarlyStopping inside a comparison: both sides stop after the same epoch and restore the same weights."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

import reference
import scratch
from comparisons.data import load
from comparisons.diagnosis.blame import blame
from comparisons.training.batches import batches
from comparisons.training.comparison import Comparison
from comparisons.training.networks import _dense, _layers
from comparisons.training.presets import preset
from comparisons.training.result import _tracks
from comparisons.training.run import initial_weights
from comparisons.training.samples import prepare
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.settings import Settings
from tests.quickly import some
from tests.training import stopping_faults as faults

pytestmark = pytest.mark.keras

DTYPES = ["float32", "float64"]
PATIENT = {"monitor": "val_loss", "min_delta": 0.0, "patience": 2, "restore_best_weights": True}
SETTINGS = {
    "patience 2": PATIENT,
    "patience 0": {**PATIENT, "patience": 0},
    "min_delta": {**PATIENT, "min_delta": 0.003},
}
OTHERS = {
    "min_delta, patience 0": {**PATIENT, "min_delta": 0.01, "patience": 0},
    "baseline": {**PATIENT, "baseline": 0.3, "patience": 4},
    "nothing restored": {**PATIENT, "restore_best_weights": False},
}
EPOCHS = 40


@pytest.fixture(scope="module")
def small():
    """A network that overfits 60 patients soon, with 30 held back."""
    return replace(
        preset("mlp-8-32-32-1"), name="early-stopping-8-16-1", layers=_layers(_dense(16, "tanh"), _dense(1, "sigmoid")),
        optimizer=("Adam", {"learning_rate": 0.05, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}),
        validation_split=1 / 3, early_stopping=PATIENT,
    )  # fmt: skip


@pytest.fixture(scope="module")
def run(small, keras_side):
    """A function from settings to (comparison, findings), with the best epoch restored."""

    def run(watch=PATIENT, *, make=None, dtype="float32", seed=0, network=small):
        plan = replace(network, early_stopping=watch)
        keras = keras_side(dtype, network)
        settings = Settings.of(plan, dtype=dtype, seed=seed, batch_size=15)
        ready = prepare(load("breast-cancer-8").limited(90), plan, dtype)
        with scratch.config.default_float(dtype), reference.floatx(dtype):
            comparison = Comparison(
                keras, (lambda: make(plan, dtype)) if make else (lambda: ScratchSide(plan, dtype)), initial_weights(settings),
                batch_size=15, seed=seed, validation=ready.validation, early_stopping=watch,
            )  # fmt: skip
            stream = batches(*ready.train, epochs=EPOCHS, batch_size=15, seed=seed)
            assert comparison.run(stream, on_step=lambda batch, loss: None, stopped=lambda: False)
            comparison.evaluate(ready.test)
        return comparison, blame(_tracks(comparison), batch_size=15)

    return run


@pytest.mark.parametrize(
    ("name", "seed"), some([*(pytest.param(n, seed) for n in SETTINGS for seed in range(10)), *(pytest.param(n, 0) for n in OTHERS)], 11)
)
def test_same_epoch_and_same_weights(run, name, seed):
    comparison, findings = run((SETTINGS | OTHERS)[name], seed=seed)
    watch = comparison.validation.early_stoppings
    assert findings == []
    assert watch.stopped["scratch"] == watch.stopped["reference"] == len(comparison.validation.losses["scratch"]) < EPOCHS
    assert 1 <= watch.keras.best_epoch <= watch.stopped["reference"]
    assert watch.alone is (watch.undecided == [])
    compared = {quantity.kind for quantity in comparison.free.ledger.worst}
    assert {"restored", "validation_loss", "test_loss"} <= compared
    assert {"stop", "restored"} <= {quantity.kind for quantity in comparison.locked.ledger.worst}


@pytest.mark.parametrize("dtype", DTYPES)
def test_what_is_restored_are_the_best_epochs_weights(run, dtype):
    comparison, _ = run(dtype=dtype)
    losses = comparison.validation.losses["scratch"]
    watch = comparison.validation.early_stoppings
    assert int(np.argmin(losses)) + 1 == watch.keras.best_epoch < watch.stopped["scratch"]
    ready = comparison.validation.samples
    assert comparison.free.candidate.evaluate(*ready)[0] == pytest.approx(min(losses), rel=1e-6)
    assert comparison.keras.evaluate(comparison.now, *map(comparison.keras.tensor, ready))[0] == pytest.approx(min(losses), rel=1e-6)


def test_same_as_fit_of_both_sides(run, small):
    """Keras's and scratch's own `fit`, fed in the same order, stop after the epoch the comparison says."""
    import keras

    comparison, _ = run()
    said = comparison.validation.early_stoppings.stopped["reference"]
    settings = Settings.of(small, seed=0)
    ready = prepare(load("breast-cancer-8").limited(90), small, "float32")
    orders = list(batches(*ready.train, epochs=EPOCHS, batch_size=15, seed=0))
    start = initial_weights(settings)
    for library in (keras, scratch):
        model = library.Sequential([library.Input((8,)), library.layers.Dense(16, "tanh"), library.layers.Dense(1, "sigmoid")])
        model.compile(library.optimizers.Adam(0.05), "binary_crossentropy")
        model.set_weights(start)
        watch = library.callbacks.EarlyStopping(**PATIENT)
        watch.set_model(model)
        watch.on_train_begin()
        model.stop_training = False
        for batch in orders:
            model.train_on_batch(batch.x, batch.y)
            if batch.ends_epoch:
                watch.on_epoch_end(batch.epoch - 1, {"val_loss": model.evaluate(*ready.validation, verbose=0)})
            if model.stop_training:
                break
        assert batch.epoch == said


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "make",
    [
        faults.StopsAnEpochLate,
        partial(faults.OtherSettings, patience=3),
        partial(faults.OtherSettings, patience=1),
        partial(faults.OtherSettings, mode="max"),
    ],
    ids=["an epoch late", "patience + 1", "patience - 1", "wrong direction"],
)
def test_a_side_that_stops_after_another_epoch(run, make, dtype):
    comparison, findings = run(make=make, dtype=dtype)
    outside = comparison.locked.ledger.first_outside
    assert outside.kind == "stop"
    assert outside.epoch == min(epoch for epoch in comparison.validation.early_stoppings.stopped.values() if epoch)
    assert findings[0]["code"] == "locked-stop"
    assert "EarlyStopping" in findings[0]["summary"]
    assert comparison.free.ledger.first_outside.kind == "stop"


def test_a_side_that_does_not_know_min_delta(run):
    comparison, findings = run({**PATIENT, "min_delta": 0.05}, make=partial(faults.OtherSettings, min_delta=0.0))
    assert comparison.locked.ledger.first_outside.kind == "stop"
    assert findings[0]["code"] == "locked-stop"


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "make",
    [faults.RestoresTheWorst, faults.RestoresAlmost, partial(faults.OtherSettings, restore_best_weights=False)],
    ids=["of another epoch", "one weight a millionth off", "not at all"],
)
def test_a_side_that_restores_other_weights(run, make, dtype):
    comparison, findings = run(make=make, dtype=dtype)
    assert comparison.locked.ledger.first_outside.kind == "restored"
    assert findings[0]["code"] == "locked-restored"
    assert "restores" in findings[0]["summary"]


def test_free_track_sees_weights_of_another_epoch_too(run):
    comparison, _ = run(make=partial(faults.OtherSettings, restore_best_weights=False))
    assert comparison.free.ledger.first_outside.kind == "restored"


@pytest.mark.parametrize("make", [ScratchSide, faults.CountsTies])
def test_a_tie_is_no_gain(run, small, make):
    """Where nothing is learned every epoch ties with the first, exactly."""
    frozen = replace(small, name="frozen", optimizer=("SGD", {"learning_rate": 0.0}))
    comparison, findings = run(make=make, network=frozen)
    assert len(set(comparison.validation.losses["reference"])) == 1
    assert [finding["code"] for finding in findings] == ([] if make is ScratchSide else ["locked-stop"])


def test_a_candidate_without_early_stopping_follows_keras(run):
    comparison, findings = run(make=faults.WithoutEarlyStopping)
    watch = comparison.validation.early_stoppings
    assert findings == []
    assert watch.alone is False
    assert watch.stopped["scratch"] == watch.stopped["reference"] < EPOCHS
    assert "stop" not in {quantity.kind for quantity in comparison.locked.ledger.worst}


def test_validation_losses_are_judged(run):
    comparison, _ = run(make=faults.WrongStepSize)
    shares = {quantity.kind: share for quantity, (share, _) in comparison.free.ledger.worst.items()}
    assert shares["validation_loss"] > 1
