"""Programs written to files, and short comparisons with a Keras that is compiled once for each optimizer."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest

import reference
import scratch
from comparisons.data import load, scaled
from comparisons.diagnosis.blame import blame
from comparisons.subjects.programs.described import with_candidate
from comparisons.subjects.programs.prepare import prepared_candidate
from comparisons.subjects.worker.bubblewrap import problem
from comparisons.training.batches import batches
from comparisons.training.comparison import Comparison
from comparisons.training.optimizer_names import OPTIMIZERS
from comparisons.training.presets import preset
from comparisons.training.result import _tracks, _verdict
from comparisons.training.run import initial_weights
from comparisons.training.settings import Settings
from comparisons.training.sides import keras_training

BATCH = 16


@cache
def keras_side(plan, optimizer, dtype):
    """The compiled reference; name of the plan, and optimizer as JSON, since settings cannot be hashed."""
    with reference.floatx(dtype):
        return keras_training(replace(preset(plan), optimizer=json.loads(optimizer)), dtype)


@pytest.fixture
def program(tmp_path):
    """Writes a program; returns FILE:NAME."""

    def write(text, name):
        file = tmp_path / "net.py"
        file.write_text(text, encoding="utf-8")
        return f"{file}:{name}"

    return write


@pytest.fixture(scope="session")
def digits():
    """88 real digits: five batches of 16 and one of 8."""
    data = load("mnist-5k")
    return scaled(data.x_train[:88], "float32").reshape(88, 784), data.y_train[:88].astype("int32")


@pytest.fixture
def trained(digits):
    """Trains a program beside Keras for some steps; returns the result's part that tells about it."""

    def train(target, *, steps=8, dtype="float32", optimizer=None, isolation="process"):
        plan = preset("mlp-784-50-10")
        x, y = digits
        plan = plan if optimizer is None else replace(plan, optimizer=OPTIMIZERS[optimizer])
        settings = Settings.of(plan, optimizer=optimizer, batch_size=BATCH, dtype=dtype)
        with prepared_candidate(target, settings, isolation=isolation) as prepared:
            keras = keras_side(plan.name, json.dumps(prepared.settings.plan.optimizer), dtype)
            with scratch.config.default_float(dtype), reference.floatx(dtype):
                comparison = Comparison(keras, prepared.make, initial_weights(prepared.settings), batch_size=BATCH, seed=0)
                stream = (b for b in batches(x.astype(dtype), y, epochs=3, batch_size=BATCH, seed=0) if b.step <= steps)
                assert comparison.run(stream, on_step=lambda batch, loss: None, stopped=lambda: False)
            tracks = _tracks(comparison)
            findings = blame(tracks, batch_size=BATCH)
            result = {
                "tracks": tracks, "findings": findings, "sentence": "", "reproduce": "",
                "verdict": "error" if comparison.failure else _verdict(findings, len(comparison.losses)), "failure": comparison.failure,
            }  # fmt: skip
            return with_candidate(result, prepared.described)

    return train


@pytest.fixture
def bubblewrap():
    if problem():
        pytest.skip(problem())
    return "bubblewrap"
