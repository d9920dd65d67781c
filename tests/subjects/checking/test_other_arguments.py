"""Arguments that Keras does not have: a derivative has to fit its function for other values than the default, too."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

TEXT = """
import numpy as np
def swish(x, beta=1.0):
    return x / (1 + np.exp(-beta * x))
def swish_prime(x, beta=1.0):
    s = 1 / (1 + np.exp(-{beta} * x))
    return s + {beta} * x * s * (1 - s)
class SiLU:
    def __init__(self, beta=1.0):
        self.beta = beta
    def __call__(self, x):
        return x / (1 + np.exp(-self.beta * x))
    def gradient(self, x):
        beta, s = self.beta, 1 / (1 + np.exp(-self.beta * x))
        return s + {beta} * x * s * (1 - s)
def tanh(x, limit=20.0, eps=1e-12):
    return np.tanh(np.clip(x, -limit, limit) + 0 * eps)
def tanh_prime(x, limit=20.0, eps=1e-12):
    return 1 - np.tanh(x) ** 2 + eps * 1e-9
"""


def test_a_derivative_that_forgets_an_argument_differs(tmp_path):
    found = examined(target_of(tmp_path, TEXT.format(beta="1")))
    assert {name: one.verdict for name, one in found.items()} == {"swish": "mismatch", "SiLU": "mismatch", "tanh": "match"}
    for name in ("swish", "SiLU"):
        assert [check.name for check in found[name].checks if not check.passed] == ["directional"]
        assert found[name].counterexample.compared.what.startswith("gradient with beta = 1.5")


def test_right_ones_match(tmp_path):
    found = examined(target_of(tmp_path, TEXT.format(beta="beta")))
    assert {one.verdict for one in found.values()} == {"match"}


SMOOTH = """import numpy as np

class SmoothL1Loss:
    def __init__(self, beta=1.0, eps=1e-8):
        self.beta = beta

    def __call__(self, pred, target):
        self.d = pred - target
        a = np.abs(self.d)
        return np.where(a < self.beta, 0.5 * self.d**2 / self.beta, a - 0.5 * self.beta).mean()

    def backward(self):
        return np.clip(self.d / self.beta, -1, 1) / self.d.size
"""


def test_an_argument_of_a_loss_that_keras_does_not_have_is_said_to_be_left_as_it_is(tmp_path):
    (loss,) = examined(target_of(tmp_path, SMOOTH)).values()
    assert loss.verdict == "match"
    assert any(note.startswith("not compared: what beta changes") for note in loss.notes)


LETTERS = """import numpy as np
class Conv1D:
    def __init__(self, k, c, f):
        self.W = np.random.randn(k, c, f)
        self.b = np.zeros(f)
    def forward(self, x):
        self.x, k = x, self.W.shape[0]
        self.n = x.shape[1] - k + 1
        return sum(x[:, i:i + self.n] @ self.W[i] for i in range(k)) + self.b
    def backward(self, d):
        k, n = self.W.shape[0], self.n
        self.dW = np.stack([np.einsum("nlc,nlf->cf", self.x[:, i:i + n], d) for i in range(k)])
        self.db = d.sum(axis=(0, 1))
        dx = np.zeros(self.x.shape)
        for i in range(k):
            dx[:, i:i + n] += d @ self.W[i].T
        return dx
"""
ADADELTA = """import numpy as np
class Adadelta:
    def __init__(self, rho=0.95, eps=1e-6):
        self.rho, self.eps, self.g, self.d = rho, eps, None, None
    def update(self, w, grad):
        if self.g is None:
            self.g, self.d = np.zeros(w.shape), np.zeros(w.shape)
        self.g = self.rho * self.g + (1 - self.rho) * grad**2
        step = np.sqrt(self.d + self.eps) / np.sqrt(self.g + self.eps) * grad
        self.d = self.rho * self.d + (1 - self.rho) * step**2
        return w - step
"""


@pytest.mark.parametrize(
    ("text", "verdict", "codes"), [(LETTERS, "match", []), (ADADELTA, "convention", ["coefficient-value", "epsilon-value"])]
)
def test_letters_for_sizes_and_two_constants_of_its_own(text, verdict, codes, tmp_path):
    (one,) = examined(target_of(tmp_path, text)).values()
    assert (one.verdict, sorted(finding.code for finding in one.findings if finding.counts)) == (verdict, codes)
