"""The reports of a training use the words that fit it."""

from __future__ import annotations

import io
from html import unescape

import pytest
from rich.console import Console

from comparisons.data import load
from comparisons.reports import html, markdown
from comparisons.reports.terminal import print_compare
from comparisons.training.presets import preset
from comparisons.training.run import run_comparison
from comparisons.training.settings import Settings

pytestmark = pytest.mark.keras


def result_of(name, *, limit, epochs):
    settings = Settings.of(preset(name), batch_size=20, epochs=epochs, limit=limit)
    data = load(settings.data).limited(limit)
    return run_comparison(settings, data, on_step=lambda batch, loss: None, stopped=lambda: False).result


def faces(result):
    """Terminal, Markdown and page (without the chart library)."""
    console = Console(file=io.StringIO(), width=200)
    print_compare(result, console=console)
    return {"terminal": console.file.getvalue(), "markdown": markdown.compose(result), "page": html.compose(result, vega=lambda: "none")}


@pytest.fixture(scope="module")
def regression():
    return result_of("regression-4-3-1", limit=40, epochs=2)


@pytest.fixture(scope="module")
def stopped():
    return result_of("mlp-784-256-256-10", limit=50, epochs=2)


@pytest.mark.parametrize("face", ["terminal", "markdown", "page"])
def test_no_accuracy_of_a_regression(regression, face):
    said = faces(regression)[face]
    assert "accuracy" not in said
    assert "test mean absolute error" in said
    assert regression["history"]["scratch"]["accuracy"] == []
    assert regression["test"]["reference"]["accuracy"] is None
    assert regression["test"]["scratch"]["mean_absolute_error"] > 0


@pytest.mark.parametrize("face", ["terminal", "markdown", "page"])
def test_early_stopping_is_told(stopped, face):
    said = " ".join(unescape(faces(stopped)[face]).replace("\\", "").split())
    assert "EarlyStopping on val_loss: both sides did not stop; epoch 2 was Keras's best, its weights were restored." in said
    assert "10 validation" in said
    assert "up to 2 epochs" in said


def test_validation_is_in_the_history(stopped):
    for side in ("scratch", "reference"):
        assert len(stopped["history"][side]["val_loss"]) == len(stopped["history"][side]["val_accuracy"]) == 2
    assert stopped["data"] == {**stopped["data"], "train": 40, "validation": 10, "test": 12}
    assert stopped["early_stopping"]["stopped_epoch"] == {"scratch": None, "reference": None}
    assert "validation loss" in faces(stopped)["page"]
