"""Cells that are objects with weights of their own: told sizes, called with a batch or one sample, and with whatever they go back by."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

RNN = """import numpy as np
class RNNCell:
    def __init__(self, input_size, hidden_size):
        d, h = input_size, hidden_size
        self.W_ih, self.W_hh = np.random.randn(h, d), np.random.randn(h, h)
        self.b_ih, self.b_hh = np.random.randn(h), np.random.randn(h)
        self.dW_ih, self.dW_hh = np.zeros((h, d)), np.zeros((h, h))
        self.db_ih, self.db_hh = np.zeros(h), np.zeros(h)
    def forward(self, x, h_prev_t):
        return np.tanh(x @ self.W_ih.T + self.b_ih + h_prev_t @ self.W_hh.T + self.b_hh)
    def backward(self, delta, h_t, h_prev_l, h_prev_t):
        dz = delta * (1 - h_t**2)
        self.dW_ih += dz.T @ h_prev_l / len(delta)
        self.dW_hh += dz.T @ h_prev_t / len(delta)
        self.db_ih += np.sum(dz, axis=0) / len(delta)
        self.db_hh += np.sum(dz, axis=0) / len(delta)
        return dz @ self.W_ih, dz @ self.W_hh
"""
GRU = """import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
class GRUCell:
    def __init__(self, in_dim, hidden_dim):
        self.d, self.h = d, h = in_dim, hidden_dim
        for gate in "rzn":
            for name, shape in (("W{}x", (h, d)), ("W{}h", (h, h)), ("b{}x", h), ("b{}h", h)):
                setattr(self, name.format(gate), np.random.randn(*np.atleast_1d(shape)))
                setattr(self, "d" + name.format(gate), np.zeros(shape))
    # Wrx Wzx Wnx Wrh Wzh Wnh brx bzx bnx brh bzh bnh
    def forward(self, x, h_prev_t):
        assert x.shape == (self.d,) and h_prev_t.shape == (self.h,)
        self.x, self.hidden = x, h_prev_t
        self.r = sigmoid(self.Wrx @ x + self.brx + self.Wrh @ h_prev_t + self.brh)
        self.z = sigmoid(self.Wzx @ x + self.bzx + self.Wzh @ h_prev_t + self.bzh)
        self.inner = self.Wnh @ h_prev_t + self.bnh
        self.n = np.tanh(self.Wnx @ x + self.bnx + self.r * self.inner)
        return (1 - self.z) * self.n + self.z * h_prev_t
    def backward(self, delta):
        dn = delta * (1 - self.z) * (1 - self.n**2)
        dz = delta * (self.hidden - self.n) * self.z * (1 - self.z)
        dr = dn * self.inner * self.r * (1 - self.r)
        dx, dh = np.zeros(self.d), delta * self.z
        for gate, d, inner in (("n", dn, dn * self.r), ("z", dz, dz), ("r", dr, dr)):
            for side, upstream, taken in (("x", d, self.x), ("h", inner, self.hidden)):
                getattr(self, f"dW{gate}{side}")[...] += np.outer(upstream, taken)
                getattr(self, f"db{gate}{side}")[...] += upstream
            dx += d @ getattr(self, f"W{gate}x")
            dh += inner @ getattr(self, f"W{gate}h")
        return dx, dh
"""
LSTM = """import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
class LSTMCell:
    def __init__(self, n_in, n_hidden):
        self.Wx, self.Wh = np.random.randn(n_in, 4 * n_hidden), np.random.randn(n_hidden, 4 * n_hidden)
        self.b = np.zeros(4 * n_hidden)
    def forward(self, x, h_prev, c_prev):
        i, f, g, o = np.split(x @ self.Wx + h_prev @ self.Wh + self.b, 4, axis=1)
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        c = f * c_prev + i * g
        self.cache = x, h_prev, c_prev, i, f, g, o, c
        return o * np.tanh(c), c
    def backward(self, dh, dc):
        x, h_prev, c_prev, i, f, g, o, c = self.cache
        dc = dc + dh * o * (1 - np.tanh(c) ** 2)
        da = [dc * g * i * (1 - i), dc * c_prev * f * (1 - f), dc * i * (1 - g**2), dh * np.tanh(c) * o * (1 - o)]
        da = np.concatenate(da, axis=1)
        self.dWx, self.dWh, self.db = x.T @ da, h_prev.T @ da, da.sum(axis=0)
        return da @ self.Wx.T, da @ self.Wh.T, dc * f
"""
VECTORS = """import numpy as np
class RNNCell:
    def __init__(self, input_size, hidden_size):
        self.Wx, self.Wh = np.random.randn(input_size, hidden_size), np.random.randn(hidden_size, hidden_size)
        self.b = np.zeros(hidden_size)
    def forward(self, x, h_prev):
        self.x, self.h_prev, self.h = x, h_prev, np.tanh(x @ self.Wx + h_prev @ self.Wh + self.b)
        return self.h
    def backward(self, dh):
        dz = dh * (1 - self.h**2)
        self.dWx, self.dWh, self.db = np.outer(self.x, dz), np.outer(self.h_prev, dz), dz
        return dz @ self.Wx.T, dz @ self.Wh.T
"""
UNDIVIDED = RNN.replace(" / len(delta)", "")
PEEPHOLES = LSTM.replace("        self.b =", "        self.peep = np.random.randn(n_hidden)\n        self.b =").replace(
    "i, f, g, o = sigmoid(i)", "i, f, g, o = sigmoid(i + self.peep * c_prev)"
)
RIGHT = {
    "averaged over the batch": (RNN, "SimpleRNN", "rows"),
    "summed": (UNDIVIDED, "SimpleRNN", "rows"),
    "one sample at a time": (GRU, "GRU", "one sample"),
    "vectors, which rows pass for": (VECTORS, "SimpleRNN", "one sample"),
    "two states": (LSTM, "LSTM", "rows"),
}
WRONG = {
    "not transposed": (RNN, "dz @ self.W_hh\n", "dz @ self.W_hh.T\n"),
    "one of four divided": (UNDIVIDED, "self.dW_hh += dz.T @ h_prev_t", "self.dW_hh += dz.T @ h_prev_t / len(delta)"),
    "without the slope": (RNN, "delta * (1 - h_t**2)", "delta * (1 - h_t)"),
    "one bias alone": (RNN, "+ self.b_ih +", "+"),
    "the sign of a gate": (GRU, "delta * (self.hidden - self.n)", "delta * (self.n - self.hidden)"),
    "one gate's bias": (GRU, "dr = dn * self.inner", "dr = dn * (self.inner - self.bnh)"),
    "the other gate for the old state": (GRU, "dh = np.zeros(self.d), delta * self.z", "dh = np.zeros(self.d), delta * (1 - self.z)"),
    "a gradient of vectors": (VECTORS, "np.outer(self.h_prev, dz)", "np.outer(self.h, dz)"),
    "the state is lost": (LSTM, "dc * f\n", "dc * i\n"),
}  # fmt: skip
QUICK = ("averaged over the batch", "not transposed")


@pytest.mark.parametrize("name", quickly(RIGHT, QUICK))
def test_right_ones_match(name, tmp_path):
    text, part, layout = RIGHT[name]
    one = next(one for path, one in examined(target_of(tmp_path, text)).items() if path.endswith("Cell"))
    assert (one.verdict, one.understood.pair.name) == ("match", part), (one.findings, one.region, one.problem)
    adapter = one.understood.reading.adapter
    assert (adapter.convention, adapter.layout.name, adapter.divided) == ("cell", layout, name == "averaged over the batch")
    assert {f"gradient of {what}" for what in ("x", "kernel", "recurrent_kernel", "bias")} <= one.understood.reading.grades.keys()


@pytest.mark.parametrize("name", quickly(WRONG, QUICK))
def test_wrong_ones_are_found(name, tmp_path):
    text, right, wrong = WRONG[name]
    assert right in text
    found = examined(target_of(tmp_path, text.replace(right, wrong)))
    one = next(one for path, one in found.items() if path.endswith("Cell"))
    assert one.verdict in ("mismatch", "deviation"), (one.findings, one.region, one.problem)


@pytest.mark.thorough
def test_that_gradients_are_averaged_is_seen_whatever_the_activation_is(tmp_path):
    text = RNN.replace("np.tanh(", "np.maximum(0, ").replace("(1 - h_t**2)", "(h_t > 0)")
    (one,) = examined(target_of(tmp_path, text)).values()
    assert (one.verdict, one.understood.reading.adapter.divided) == ("convention", True), (one.findings, one.region, one.problem)
    assert [found.code for found in one.findings if found.counts] == ["other-activation"]


def test_what_holds_more_weights_is_left_alone(tmp_path):
    assert PEEPHOLES.count("self.peep") == 2
    assert not any(path.endswith("Cell") for path in examined(target_of(tmp_path, PEEPHOLES)))


def test_a_way_back_that_nobody_can_call_is_not_passed_over(tmp_path):
    text = LSTM.replace("def backward(self, dh, dc):", "def backward(self, dh, dc, rows, mask):")
    one = next(one for path, one in examined(target_of(tmp_path, text)).items() if path.endswith("Cell"))
    assert one.verdict == "unrecognised"
