"""Classes with a word in their name that nobody knows: found like others if wrong, and called wrong only if they are."""

from __future__ import annotations

import pytest

from comparisons.__main__ import _status
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

DENSE = """
import numpy as np
class {name}:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros(n_out)
    def forward(self, x):
        self.x = x
        self.z = x @ self.W + self.b
        return {output}
    def backward(self, grad):
        dz = grad * {slope}
        self.dW = self.x.T @ dz
        self.db = dz.{reduced}(axis=0)
        return dz @ self.W.T
"""
PLAIN, RELU = {"output": "self.z", "slope": "1"}, {"output": "np.maximum(self.z, 0)", "slope": "(self.z > 0)"}


def _dense(tmp_path, name, reduced="sum", **how):
    (one,) = examined(target_of(tmp_path, DENSE.format(name=name, reduced=reduced, **how))).values()
    return one


@pytest.mark.parametrize(("name", "how"), [("InputDense", PLAIN), ("OutputLayer", PLAIN), ("DenseReLU", RELU)])
def test_a_wrong_gradient_is_found(tmp_path, name, how):
    one = _dense(tmp_path, name, "mean", **how)
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == ("deviation", ["bias-gradient-mean"])


@pytest.mark.parametrize(("name", "how"), [("InputDense", PLAIN), ("OutputLayer", PLAIN), ("ReluDense", RELU)])
def test_right_ones_match(tmp_path, name, how):
    one = _dense(tmp_path, name, **how)
    assert one.verdict == "match"
    assert one.understood.pair.reference_name == "keras.layers.Dense"


def test_what_computes_something_more_is_not_called_wrong(tmp_path):
    one = _dense(tmp_path, "CubedDense", output="self.z**3", slope="3 * self.z**2")
    assert one.verdict == "unrecognised"
    assert one.message.startswith("called like Dense, but what it computes is not that")
    assert one.checks == one.findings == []


MORE = """
import numpy as np
class ScaledTanh:
    def forward(self, x):
        self.t = np.tanh(2 * x / 3)
        return 1.7159 * self.t
    def backward(self, g):
        return g * 1.7159 * 2 / 3 * (1 - self.t**2)
class ClippedReLU:
    def forward(self, x):
        self.x = x
        return np.clip(x, 0, 6)
    def backward(self, g):
        return g * ((self.x > 0) & (self.x < 6))
class GatedDense:
    def __init__(self, n_in, n_out):
        self.W, self.V = np.random.randn(n_in, n_out), np.random.randn(n_in, n_out)
        self.b, self.c = np.zeros(n_out), np.zeros(n_out)
    def forward(self, x):
        self.x, self.h, self.g = x, x @ self.W + self.b, 1 / (1 + np.exp(-x @ self.V - self.c))
        return self.h * self.g
    def backward(self, d):
        dh, dg = d * self.g, d * self.h * self.g * (1 - self.g)
        self.dW, self.db, self.dV, self.dc = self.x.T @ dh, dh.sum(0), self.x.T @ dg, dg.sum(0)
        return dh @ self.W.T + dg @ self.V.T
class EmbeddingScaled:
    def __init__(self, vocab_size, dim):
        self.W, self.dim = np.random.randn(vocab_size, dim), dim
    def forward(self, ids):
        self.ids = ids
        return self.W[ids] * np.sqrt(self.dim)
    def backward(self, g):
        self.dW = np.zeros_like(self.W)
        np.add.at(self.dW, self.ids, g * np.sqrt(self.dim))
"""


def test_right_code_of_something_more_is_never_called_wrong(tmp_path):
    """Also where it is the same on the probes: within the limits, with one dimension."""
    assert {one.verdict for one in examined(target_of(tmp_path, MORE)).values()} == {"unrecognised"}


@pytest.mark.thorough
def test_who_says_that_it_is_that_part_is_told_where_it_differs(tmp_path, capsys):
    file = tmp_path / "net.py"
    file.write_text(DENSE.format(name="CubedDense", reduced="sum", output="self.z**3", slope="3 * self.z**2"), encoding="utf-8")
    assert _status(["check", str(file), "--only", "CubedDense", "--as", "Dense", "--examples", "6", "--jobs", "1"]) == 1
    assert "X Mismatch: 0 of 1 part matches Keras; 1 differs from Keras." in capsys.readouterr().out


@pytest.mark.parametrize(("name", "verdicts"), [("OutputLayer", []), ("LastDense", ["unrecognised"])])
def test_what_is_handed_labels_is_no_layer(tmp_path, name, verdicts):
    """Going back it subtracts them from the output, as a layer and its loss in one do."""
    text = (
        DENSE.format(name=name, reduced="sum", output="self.z", slope="1")
        .replace("grad * 1", "self.z - y")
        .replace("(self, grad)", "(self, y)")
    )
    assert [one.verdict for one in examined(target_of(tmp_path, text)).values()] == verdicts


ACTIVATION = """
import numpy as np
def activate(x):
    return 1 / (1 + np.exp(-x))
def activate_prime(x):
    return activate(x) * ({factor} - activate(x))
"""


@pytest.mark.parametrize(("factor", "verdict"), [("1", "match"), ("2", "mismatch")])
def test_functions_without_a_word_are_known_by_their_values(tmp_path, factor, verdict):
    (one,) = examined(target_of(tmp_path, ACTIVATION.format(factor=factor))).values()
    assert (one.name, one.verdict) == ("activate", verdict)


OPTIMIZER = """
import numpy as np
class RMSprop{word}:
    def __init__(self, lr=0.01, rho=0.9, eps=1e-7):
        self.lr, self.rho, self.eps, self.v = lr, rho, eps, None
    def update(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        for p, g, v in zip(params, grads, self.v):
            v *= self.rho
            v += (1 - self.rho) * g * g
            p -= self.lr * g / {root}
"""


@pytest.mark.parametrize(
    ("root", "verdict"),
    [("np.sqrt(v + self.eps)", "match"), ("(v + self.eps)", "deviation"), ("(np.sqrt(v + self.eps) + np.abs(p))", "unrecognised")],
)
def test_optimizers_too(tmp_path, root, verdict):
    (one,) = examined(target_of(tmp_path, OPTIMIZER.format(word="Scaled", root=root))).values()
    assert one.verdict == verdict


@pytest.mark.thorough
def test_who_says_in_the_name_that_it_is_wrong_means_that_part(tmp_path):
    (one,) = examined(target_of(tmp_path, OPTIMIZER.format(word="Wrong", root="(np.sqrt(v + self.eps) + np.abs(p))"))).values()
    assert one.verdict == "mismatch"
