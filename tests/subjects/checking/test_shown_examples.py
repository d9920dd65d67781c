"""The example that is shown gives the numbers that are shown: by hand, and by the script beside it."""

from __future__ import annotations

import contextlib
import io
import json

import numpy as np
import pytest

from comparisons.__main__ import _status

pytestmark = pytest.mark.keras

NET = """import numpy as np


def mse(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2)


def mse_prime(y_true, y_pred):
    return 2 * (y_true - y_pred) / y_true.size


def binary_cross_entropy(y_true, y_pred):
    return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))


class MaxPool2D:
    def __init__(self, pool_size, stride):
        self.k, self.s = pool_size, stride

    def forward(self, x):
        self.x = x
        n, h, w, c = x.shape
        y = np.zeros((n, (h - self.k) // self.s + 1, (w - self.k) // self.s + 1, c))
        for i in range(y.shape[1]):
            for j in range(y.shape[2]):
                y[:, i, j] = x[:, i * self.s : i * self.s + self.k, j * self.s : j * self.s + self.k].max(axis=(1, 2))
        return y

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                part = self.x[:, i * self.s : i * self.s + self.k, j * self.s : j * self.s + self.k]
                mask = part == part.max(axis=(1, 2), keepdims=True)
                dx[:, i * self.s : i * self.s + self.k, j * self.s : j * self.s + self.k] = mask * dout[:, i : i + 1, j : j + 1]
        return dx


class ReLU:
    def forward(self, inputs):
        self.inputs = inputs
        return np.maximum(0, inputs)

    def backward(self, dvalues):
        self.dinputs = dvalues
        self.dinputs[self.inputs <= 0] = 0
        return self.dinputs


def tanh(x):
    return np.tanh(x)


def tanh_backward(dout, x):
    dout *= 1 - np.tanh(x) ** 2
    return dout
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shown")
    (folder / "net.py").write_text(NET, encoding="utf-8")
    asked = ["check", str(folder / "net.py"), "--examples", "6", "--jobs", "1", "--json", str(folder / "result.json"), "--quiet"]
    assert _status(asked) == 1
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return {component["name"]: component for component in result["components"]}


def printed(script):
    """The numbers a script prints."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told), np.errstate(all="ignore"):
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    return told.getvalue()


def test_the_gradient_of_a_loss_is_that_of_its_function_and_of_no_upstream_gradient(shown):
    found = shown["mse"]["counterexample"]
    y_true, y_pred = (np.array(found["inputs"][name]) for name in ("y_true", "y_pred"))
    assert found["upstream"] is None
    np.testing.assert_allclose(found["candidate"], 2 * (y_true - y_pred) / y_true.size)
    np.testing.assert_allclose(found["reference"], 2 * (y_pred - y_true) / y_true.size)


def test_what_happens_at_certainty_is_shown_at_certainty(shown):
    found = shown["binary_cross_entropy"]["counterexample"]
    assert set(np.ravel(found["inputs"]["y_pred"])) <= {0.0, 1.0}
    assert "nan" in printed(found["script"])


def test_the_upstream_gradient_has_the_shape_of_the_output(shown):
    found = shown["MaxPool2D"]["counterexample"]
    assert found["what"].startswith("gradient of x")
    n, h, w, c = np.shape(found["inputs"]["x"])
    k, s = (int(found["settings"][name]) for name in ("pool_size", "strides"))
    assert np.shape(found["upstream"]) == (n, (h - k) // s + 1, (w - k) // s + 1, c)


@pytest.mark.parametrize(
    ("name", "line", "argument"),
    [("ReLU", "        self.dinputs[self.inputs <= 0] = 0", "dvalues"), ("tanh", "    dout *= 1 - np.tanh(x) ** 2", "dout")],
)
def test_who_writes_into_an_argument_is_shown_the_line_and_told_its_name(shown, name, line, argument):
    (finding,) = (finding for finding in shown[name]["findings"] if finding["code"] == "mutates-input")
    assert finding["source"]["text"] == line
    assert finding["fix"] == f"work on a copy: {argument} = {argument}.copy()"
