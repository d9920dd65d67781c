"""Planted faults: each is caught, and blamed on the right half of the step and the right tensor."""

from __future__ import annotations

import pytest

from tests.quickly import some
from tests.subjects.programs.functions import DICTS_COLUMNS, DIGITS_COLUMNS, TRAIN_STEP
from tests.subjects.programs.layered import LAYERS, LISTS
from tests.subjects.programs.objects import ATTRIBUTES, LOSS_AND_GRADS, TEXTBOOK

pytestmark = pytest.mark.keras

GRADIENT, STEP = "backward pass", "training step"
FAULTS = {
    # bias summed over all axes; gradients are judged from the last to the first, weights from the first to the last
    "one function, bias over all axes": (
        TRAIN_STEP, "train_step", [("db2 = dz2.sum(axis=0)", "db2 = dz2.sum()")], STEP, "dense_1", "bias",
    ),
    "textbook, bias over all axes": (TEXTBOOK, "TwoLayerNet", [("np.sum(da1, axis=0)", "np.sum(da1)")], GRADIENT, "dense", "bias"),
    "columns, bias over all axes": (
        DIGITS_COLUMNS, "forward_prop", [("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1)")], GRADIENT, "dense", "bias",
    ),
    "dicts, bias over all axes": (
        DICTS_COLUMNS, "forward_propagation", [("np.sum(dZ2, axis=1, keepdims=True)", "np.sum(dZ2)")], GRADIENT, "dense_1", "bias",
    ),
    "lists, bias over all axes": (
        LISTS, "Network", [("delta.sum(axis=0, keepdims=True)", "delta.sum(keepdims=True)")], STEP, "dense", "bias",
    ),
    "layers, bias over all axes": (LAYERS, "net", [("dout.sum(axis=0)", "dout.sum()")], STEP, "dense", "bias"),
    "attributes, bias not summed": (ATTRIBUTES, "MLP", [("self.db1 = dZ1.sum(0)", "self.db1 = dZ1")], GRADIENT, "dense", "bias"),
    # weights changed before they are used
    "one function, stale weights": (
        TRAIN_STEP, "train_step",
        [("    dz1 = dz2 @ W2.T", "    W2 = W2 - lr * dW2\n    dz1 = dz2 @ W2.T"), ("W2 - lr * dW2, b2", "W2, b2")],
        STEP, "dense", "kernel",
    ),
    "layers, stale weights": (
        LAYERS, "net",
        [("        dx = dout @ self.W.T\n", ""), ("        return dx\n", "        return dout @ self.W.T\n")],
        STEP, "dense", "kernel",
    ),
    "lists, stale weights": (
        LISTS, "Network",
        [("            if layer:\n", "            self.weights[layer] -= self.learning_rate * deltas[-1][0]\n            if layer:\n"),
         ("            self.weights[layer] -= self.learning_rate * dw\n", "")],
        STEP, "dense", "kernel",
    ),
    # derivative left out
    "one function, no derivative": (TRAIN_STEP, "train_step", [(" * a1 * (1 - a1)", "")], STEP, "dense", "kernel"),
    "textbook, no derivative": (TEXTBOOK, "TwoLayerNet", [("z1 * (1 - z1) * dz1", "dz1")], GRADIENT, "dense", "bias"),
    "columns, no derivative": (DIGITS_COLUMNS, "update_params", [(" * A1 * (1 - A1)", "")], GRADIENT, "dense", "bias"),
    "loss and gradients, no derivative": (LOSS_AND_GRADS, "TwoLayerNet", [("W2.T * h * (1 - h)", "W2.T")], GRADIENT, "dense", "bias"),
    "layers, no derivative": (LAYERS, "net", [("return dout * self.out * (1 - self.out)", "return dout")], STEP, "dense", "kernel"),
    # others
    "dicts, mean on the bias only": (
        DICTS_COLUMNS, "backward_propagation", [("np.sum(dZ2, axis=1, keepdims=True) / m", "np.mean(dZ2, axis=1, keepdims=True) / m")],
        GRADIENT, "dense_1", "bias",
    ),
    "columns, update with the wrong sign": (
        DIGITS_COLUMNS, "update_params", [("b2 = b2 - alpha * db2", "b2 = b2 + alpha * db2")], "optimizer", "dense_1", "bias",
    ),
    "dicts, one weight is not updated": (
        DICTS_COLUMNS, "update_parameters", [('("W1", "b1", "W2", "b2")', '("W1", "W2", "b2")')], "optimizer", "dense", "bias",
    ),
    "textbook, one gradient 0.999 of itself": (
        TEXTBOOK, "TwoLayerNet", [('grads["b2"] = np.sum(dy, axis=0)', 'grads["b2"] = 0.999 * np.sum(dy, axis=0)')],
        GRADIENT, "dense_1", "bias",
    ),
    "textbook, all gradients 0.999 of themselves": (
        TEXTBOOK, "TwoLayerNet", [("dy = (y - t) / batch_num", "dy = 0.999 * (y - t) / batch_num")], GRADIENT, "dense_1", "bias",
    ),
    "one function, its step 0.999 of itself": (
        TRAIN_STEP, "train_step", [("(p - Y) / n", "0.999 * (p - Y) / n")], STEP, "dense", "kernel",
    ),
    "textbook, wrong forward pass": (
        TEXTBOOK, "TwoLayerNet", [("def predict(self, x):\n        x = sigmoid(", "def predict(self, x):\n        x = np.tanh(")],
        "forward pass or loss", "", "",
    ),
}  # fmt: skip  # a table


CASES = [pytest.param(*fault, id=name) for name, fault in FAULTS.items()]


@pytest.mark.parametrize(("text", "name", "changes", "half", "layer", "tensor"), some(CASES, 2))
def test_faults_are_caught_and_blamed(program, trained, text, name, changes, half, layer, tensor):
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    result = trained(program(text, name), steps=5)
    assert result["verdict"] in ("mismatch", "deviation"), result["candidate"]
    finding, outside = result["findings"][0], result["tracks"]["locked"]["first_outside"]
    assert finding["track"] == "locked"
    assert half in finding["summary"]
    assert (outside["step"], outside["layer"], outside["tensor"]) == (1, layer, tensor)


@pytest.mark.thorough
def test_state_kept_from_step_to_step(program, trained):
    """A gradient that accumulates is right at the first step only."""
    text = TEXTBOOK.replace("        grads = {}\n", "        grads = self.__dict__.setdefault('grads', {})\n")
    text = text.replace('grads["b1"] = np.sum(da1, axis=0)', 'grads["b1"] = grads.get("b1", 0) + np.sum(da1, axis=0)')
    result = trained(program(text, "TwoLayerNet"))
    assert result["verdict"] != "match"
    assert result["tracks"]["locked"]["first_outside"]["tensor"] == "bias"


@pytest.mark.parametrize(
    ("line", "message"),
    [("raise ValueError('enough')", "ValueError: enough"), ("import os; os._exit(3)", "exit status 3")],
)
def test_a_program_that_fails_in_mid_training(program, trained, line, message):
    text = TEXTBOOK.replace(
        "        grads = {}\n",
        f"        self.count = getattr(self, 'count', 0) + 1\n        if self.count == 5: {line}\n        grads = {{}}\n",
    )
    result = trained(program(text, "TwoLayerNet"))
    assert result["verdict"] == "error"
    assert message in result["failure"]
    assert result["failure"].startswith("step ")
