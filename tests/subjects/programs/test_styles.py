"""Right programs in every style match; what was understood about them is said."""

from __future__ import annotations

import pytest

from tests.quickly import quickly, some
from tests.subjects.programs.functions import DICTS_COLUMNS, DIGITS_COLUMNS, TRAIN_STEP
from tests.subjects.programs.layered import LAYERS, LISTS
from tests.subjects.programs.objects import ATTRIBUTES, LOSS_AND_GRADS, TEXTBOOK

pytestmark = pytest.mark.keras

WHOLE = {"offers": "whole steps"}
OWN_UPDATE = "gradients and an update ({})"
STYLES = {
    "one function": (TRAIN_STEP, "train_step", {**WHOLE, "targets": "one-hot", "loss": "its own"}),
    "textbook object": (TEXTBOOK, "TwoLayerNet", {"calls": "gradient", "offers": "gradients", "loss": "its own"}),
    "functions of columns": (
        DIGITS_COLUMNS,
        "backward_prop",
        {"samples": "columns", "weights": "transposed", "targets": "labels", "offers": OWN_UPDATE.format("update_params")},
    ),
    "functions of dicts": (
        DICTS_COLUMNS,
        "backward_propagation",
        {"samples": "columns", "targets": "one-hot columns", "offers": OWN_UPDATE.format("update_parameters"), "loss": "its own"},
    ),
    "layers": (LAYERS, "net", {**WHOLE, "calls": "fit", "targets": "labels"}),
    "layers, made by a function": (LAYERS, "build", {**WHOLE, "calls": "fit"}),
    "loss and gradients in one": (LOSS_AND_GRADS, "TwoLayerNet", {"calls": "loss", "targets": "labels", "offers": "gradients"}),
    "attributes": (
        ATTRIBUTES,
        "MLP",
        {"calls": "forward, backward", "weights": "transposed", "offers": OWN_UPDATE.format("update")},
    ),
}


@pytest.mark.parametrize(("text", "name", "said"), some([pytest.param(*style, id=name) for name, style in STYLES.items()], 3))
@pytest.mark.parametrize("dtype", quickly(["float32", "float64"], ["float32"]))
def test_right_programs_match(program, trained, text, name, said, dtype):
    result = trained(program(text, name), dtype=dtype)
    assert result["verdict"] == "match", result["findings"]
    assert result["candidate"] == {**result["candidate"], **said, "learning_rate_factor": "1", "loss_factor": "1"}
    kinds = {quantity["kind"] for quantity in result["tracks"]["locked"]["quantities"]}
    assert kinds >= {"loss", "weight"} | (set() if said is WHOLE or said["offers"] == "whole steps" else {"gradient"})


def test_whole_steps_have_no_swapped_track(program, trained):
    tracks = trained(program(TRAIN_STEP, "train_step"))["tracks"]
    assert "whole steps" in tracks["swapped"]["not_available"]
    assert tracks["free"]["compared"] > 0


@pytest.mark.parametrize("optimizer", quickly(["adam", "momentum"], ["adam"]))
def test_gradients_drive_any_optimizer(program, trained, optimizer):
    for text, name in ((TEXTBOOK, "TwoLayerNet"), (DIGITS_COLUMNS, "forward_prop")):
        result = trained(program(text, name), optimizer=optimizer)
        assert result["verdict"] == "match"
        assert "slot" in {quantity["kind"] for quantity in result["tracks"]["free"]["quantities"]}


def test_a_sum_for_a_mean_is_a_convention(program, trained):
    result = trained(program(LISTS, "Network"))
    assert result["verdict"] == "convention"
    assert result["candidate"]["learning_rate_factor"] == "N"
    (finding,) = result["findings"]
    assert finding["code"] == "sum-not-mean"
    assert "N times Keras's" in finding["summary"]


def test_under_bubblewrap(program, trained, bubblewrap):
    result = trained(program(TEXTBOOK, "TwoLayerNet"), isolation=bubblewrap, steps=5)
    assert (result["verdict"], result["candidate"]["isolation"]) == ("match", "bubblewrap")
