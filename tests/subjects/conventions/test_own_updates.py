"""Layers that update their own weights, `update(lr)`: right ones match, mistakes are named, and what nobody can judge is said."""

from __future__ import annotations

import pytest

from comparisons.subjects.pointing import line_of
from comparisons.subjects.rows import row_of
from tests.quickly import quickly
from tests.subjects.looking import SAMPLES, examined, target_of

pytestmark = pytest.mark.keras

LINEAR = """import numpy as np
class Linear:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.1
        self.b = np.zeros(n_out)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, dout):
        self.dout = dout
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T
    def update(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db
"""
UPDATE = LINEAR[LINEAR.index("    def update") :]
MADE = "        self.b = np.zeros(n_out)\n"
HELD = LINEAR.replace("n_out):", "n_out, lr=0.1):").replace(MADE, MADE + "        self.lr = lr\n")
IN_DICTIONARIES = """import numpy as np
class Dense:
    def __init__(self, n_in, n_out):
        self.params = {"W": np.random.randn(n_in, n_out), "b": np.zeros((1, n_out))}
        self.grads = {}
    def forward(self, x):
        self.x = x
        return x @ self.params["W"] + self.params["b"]
    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        self.grads["b"] = dout.sum(axis=0, keepdims=True)
        return dout @ self.params["W"].T
    def update_params(self, learning_rate=0.01):
        for key in self.params:
            self.params[key] -= learning_rate * self.grads[key]
"""
HANDED = """import numpy as np
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b
    def backward(self, dout):
        self.dW, self.db = np.dot(self.x.T, dout), np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)
    def update(self, lr):
        self.W, self.b = self.W - lr * self.dW, self.b - lr * self.db
"""
COLUMNS = """import numpy as np
class DenseLayer:
    def __init__(self, n_in, n_out):
        self.W, self.b = np.random.randn(n_out, n_in), np.zeros((n_out, 1))
    def forward(self, A):
        self.A = A
        return self.W @ A + self.b
    def backward(self, dZ):
        self.dW, self.db = dZ @ self.A.T, np.sum(dZ, axis=1, keepdims=True)
        return self.W.T @ dZ
    def update(self, alpha):
        m = self.A.shape[1]
        self.W -= alpha * self.dW / m
        self.b -= alpha * self.db / m
"""
NORM = """import numpy as np
class BatchNorm:
    def __init__(self, dim, eps=1e-3, momentum=0.99):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
        self.running_mean, self.running_var = np.zeros(dim), np.ones(dim)
        self.eps, self.momentum = eps, momentum
    def forward(self, x, training=True):
        if training:
            mu, var = x.mean(axis=0), x.var(axis=0)
            self.update_running(mu, var)
        else:
            mu, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.xhat = (x - mu) / self.std
        return self.gamma * self.xhat + self.beta
    def update_running(self, mu, var):
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
    def backward(self, dy):
        n, g = len(dy), dy * self.gamma
        self.dgamma, self.dbeta = np.sum(dy * self.xhat, axis=0), dy.sum(axis=0)
        return (n * g - g.sum(axis=0) - self.xhat * np.sum(g * self.xhat, axis=0)) / (n * self.std)
    def update(self, lr):
        self.gamma -= lr * self.dgamma
        self.beta -= lr * self.dbeta
"""


def with_update(body: str, *, sig: str = "lr", text: str = LINEAR) -> str:
    """The layer with another update."""
    assert UPDATE in text
    return text.replace(
        UPDATE, f"    def update({', '.join(filter(None, ('self', sig)))}):\n" + "".join(f"        {line}\n" for line in body.split("; "))
    )


RIGHT = {
    "in place": LINEAR,
    "assigned": with_update("self.W = self.W - lr * self.dW; self.b = self.b + -lr * self.db"),
    "a rate that it holds": with_update("self.W -= self.lr * self.dW; self.b -= self.lr * self.db", sig="", text=HELD),
    "a rate by name": with_update("self.W -= learning_rate * self.dW; self.b -= learning_rate * self.db", sig="*, learning_rate=0.1"),
    "gradients emptied": with_update("self.W -= lr * self.dW; self.b -= lr * self.db; self.dW = np.zeros_like(self.W); self.db = None"),
    "a loop": with_update("for p, g in ((self.W, self.dW), (self.b, self.db)): p -= lr * g"),
    "a helper": with_update("self._descend('W', lr); self._descend('b', lr)")
    + "    def _descend(self, name, lr):\n        setattr(self, name, getattr(self, name) - lr * getattr(self, 'd' + name))\n",
    "each by a method": with_update("self.W -= lr * self.dW").replace("update(", "update_weights(")
    + "    def update_bias(self, lr):\n        self.b -= lr * self.db\n",
    "sgd_step": LINEAR.replace("update", "sgd_step"),
    "apply_gradients": LINEAR.replace("update", "apply_gradients").replace("lr", "eta"),
    "dictionaries": IN_DICTIONARIES,
    "weights handed over": HANDED,
    "normalization": NORM,
    "divided in columns": COLUMNS,
}  # fmt: skip
FEW_RIGHT = ("in place", "a rate that it holds", "each by a method", "dictionaries", "weights handed over", "divided in columns")


@pytest.mark.parametrize("name", quickly(RIGHT, FEW_RIGHT))
def test_right_updates_match_and_are_told(name, tmp_path):
    (one,) = examined(target_of(tmp_path, RIGHT[name])).values()
    assert one.verdict == "match", (one.findings, one.region, one.problem)
    assert {check.dtype for check in one.checks if check.name == "own update" and check.passed} == {"float64", "float32"}
    assert not [note for note in one.notes if "not checked" in note]
    assert any("is plain gradient descent" in said for said in row_of(one, reproduce="")["called"])


SABOTEURS = {
    "sign": ("self.W += lr * self.dW; self.b += lr * self.db", ["sign-flipped"], "self.W -= lr * self.dW; self.b -= lr * self.db"),
    "sign of one": ("self.W -= lr * self.dW; self.b += lr * self.db", ["sign-flipped"], "self.b -= lr * self.db"),
    "bias left out": ("self.W -= lr * self.dW", ["weight-not-updated"], "self.b -= lr * self.db"),
    "only names": ("for p, g in ((self.W, self.dW), (self.b, self.db)): p = p - lr * g", ["weight-not-updated"], None),
    "rate twice": ("self.W -= lr * lr * self.dW; self.b -= lr * self.db", ["rate-twice"], "self.W -= lr * self.dW"),
    "no rate": ("self.W -= self.dW; self.b -= lr * self.db", ["rate-missing"], "self.W -= lr * self.dW"),
    "no rate, and up": ("self.W += self.dW; self.b -= lr * self.db", ["sign-flipped", "rate-missing"], "self.W -= lr * self.dW"),
    "divided": ("self.W -= lr * self.dW / len(self.x); self.b -= lr * self.db", ["divided-twice"], "self.W -= lr * self.dW"),
    "multiplied": ("self.W -= lr * self.dW * len(self.x); self.b -= lr * self.db", ["sum-not-mean"], "self.W -= lr * self.dW"),
    "the bias's gradient": ("self.W -= lr * self.db; self.b -= lr * self.db", ["gradient-of-another"], "self.W -= lr * self.dW"),
    "the kernel's": ("self.W -= lr * self.dW; self.b = self.b - lr * self.dW", ["gradient-of-another"], "self.b -= lr * self.db"),
    "every sample's": ("self.W -= lr * self.dW; self.b = self.b - lr * self.dout", ["bias-gradient-not-summed"], None),
    "=-": ("self.W =- lr * self.dW; self.b =- lr * self.db", ["weight-overwritten"], "self.W -= lr * self.dW; self.b -= lr * self.db"),
    "a penalty": ("self.W -= lr * (self.dW + 0.01 * self.W); self.b -= lr * self.db", ["l2-factor"], None),
    "decay": ("self.W -= lr * self.dW + 0.01 * self.W; self.b -= lr * self.db", ["decay-without-rate"], None),
    "twice": ("self.W -= 2 * lr * self.dW; self.b -= lr * self.db", [], None),
}
FEW_SABOTEURS = ("sign of one", "bias left out", "no rate, and up", "the kernel's", "=-", "a penalty", "twice")


@pytest.mark.parametrize("name", quickly(SABOTEURS, FEW_SABOTEURS))
def test_a_planted_mistake_is_caught_and_named(name, tmp_path):
    """By the check *own update*, and by no other: all else about these layers is right."""
    body, codes, fix = SABOTEURS[name]
    (one,) = examined(target_of(tmp_path, with_update(body))).values()
    assert {check.name for check in one.checks if not check.passed} == {"own update"}
    assert [found.code for found in one.findings if found.counts] == codes
    assert one.verdict == ("mismatch" if not codes else "convention" if codes == ["l2-factor"] else "deviation")
    assert one.counterexample is not None
    assert one.counterexample.compared.what.startswith("update of ")
    if fix is not None:
        assert one.findings[-1 if one.findings[-1].counts else 0].fix == fix or fix in [found.fix for found in one.findings]


def test_what_nothing_explains_is_described(tmp_path):
    (one,) = examined(target_of(tmp_path, with_update(SABOTEURS["twice"][0]))).values()
    assert one.region == "update of kernel: it is 2 x the learning rate x its gradient throughout"


def test_the_line_and_the_calls_are_shown(tmp_path):
    (one,) = examined(target_of(tmp_path, with_update(SABOTEURS["sign of one"][0]))).values()
    row = row_of(one, reproduce="")
    (found,) = [found for found in row["findings"] if found["code"] == "sign-flipped"]
    assert found["source"]["text"].strip() == "self.b += lr * self.db"
    assert found["summary"] == "update goes up: lr * self.db is added to self.b"
    assert row["counterexample"]["what"] == "update of bias"
    assert row["counterexample"]["source"] == found["source"]
    assert ".update(" in row["counterexample"]["script"]
    assert np_shape(row["counterexample"]["upstream"])


def np_shape(upstream):
    """Whether there is one."""
    return bool(upstream) and bool(upstream[0])


def test_in_loops_the_line_that_writes_is_shown(tmp_path):
    text = IN_DICTIONARIES.replace("[key] -=", "[key] +=")
    (one,) = examined(target_of(tmp_path, text)).values()
    line = line_of(one.understood.sighting, "update of kernel", ["self.params['W']"])
    assert text.split("\n")[line - 1].strip() == "self.params[key] += learning_rate * self.grads[key]"


def with_more(body: str, more: str) -> str:
    """The layer with another update, and another line in its constructor."""
    return with_update(body, text=LINEAR.replace(MADE, f"{MADE}        {more}\n"))


PLAIN = "self.W -= lr * self.dW; self.b -= lr * self.db"
VELOCITY = "self.v = np.zeros((n_in, n_out))"
NOT_CHECKED = {
    "momentum": (
        with_more("self.v = 0.9 * self.v - lr * self.dW; self.W += self.v; self.b -= lr * self.db", VELOCITY),
        "it changes self.v as well",
    ),
    "momentum out of sight": (
        with_more("v = self.v; v *= 0.9; v += self.dW; self.W -= lr * v; self.b -= lr * self.db", VELOCITY),
        "it changes self.v as well",
    ),
    "an argument": (with_update(PLAIN, sig="lr, momentum=0.9"), "it takes momentum"),
    "an optimizer": (with_update("self.W = optimizer.step(self.W, self.dW)", sig="optimizer"), "it takes optimizer"),
    "a count": (with_more(f"self.t += 1; {PLAIN}", "self.t = 0"), "it changes self.t as well"),
    "a schedule": (with_more(f"lr = lr / (1 + 0.1 * self.epoch); {PLAIN}", "self.epoch = 0"), "it uses epoch"),
    "a global rate": (
        with_update(PLAIN.replace("lr", "RATE"), sig="") + "RATE = 0.1\n",
        "where its learning rate comes from nobody can guess",
    ),
    "a limit": (
        with_update(PLAIN.replace("self.dW", "np.clip(self.dW, -0.1, 0.1)")),
        "with clip it is no plain gradient descent",
    ),
    "a norm": (
        with_update(PLAIN.replace("self.dW", "self.dW / np.linalg.norm(self.dW)")),
        "with norm it is no plain gradient descent",
    ),
    "noise": (
        with_update(PLAIN.replace("self.dW", "(self.dW + np.random.randn(*self.W.shape))")),
        "it does something else the second time",
    ),
    "frozen": (
        with_more("if self.trainable: self.W -= lr * self.dW; self.b -= lr * self.db", "self.trainable = False"),
        "with a condition it is no plain gradient descent",
    ),
    "left to somebody else": (with_update(PLAIN.replace("dW", "mean_gradient")), "has no attribute 'mean_gradient'"),
}
FEW_NOT_CHECKED = ("momentum", "momentum out of sight", "a schedule", "a limit", "noise", "frozen", "left to somebody else")


@pytest.mark.parametrize("name", quickly(NOT_CHECKED, FEW_NOT_CHECKED))
def test_what_is_no_plain_gradient_descent_is_said_and_no_more(name, tmp_path):
    text, why = NOT_CHECKED[name]
    (one,) = examined(target_of(tmp_path, text)).values()
    assert one.verdict == "match", (one.findings, one.region, one.problem)
    (note,) = [note for note in one.notes if "not checked" in note]
    assert note.startswith("not checked: what update does to its weights: ")
    assert why in note
    assert not [check for check in one.checks if check.name == "own update"]


def test_a_limit_that_is_not_reached_is_told(tmp_path):
    body = "self.W -= lr * np.clip(self.dW, -1e9, 1e9); self.b -= lr * self.db"
    (one,) = examined(target_of(tmp_path, with_update(body))).values()
    assert one.verdict == "match"
    assert "not compared: what clip changes in update; the rest is plain gradient descent" in one.notes


RAISING = {
    "every sample's, in place": ("self.W -= lr * self.dW; self.b -= lr * self.dout", "update raises ValueError: non-broadcastable"),
    "a slip in a name": (
        "self.W -= lr * self.dw; self.b -= lr * self.db",
        "update raises AttributeError: 'Linear' object has no attribute 'dw'",
    ),
    "no such name": ("self.W -= eta * self.dW; self.b -= lr * self.db", "update raises NameError: name 'eta' is not defined"),
}


@pytest.mark.parametrize("name", RAISING)
def test_an_update_that_raises_is_an_error(name, tmp_path):
    body, said = RAISING[name]
    (one,) = examined(target_of(tmp_path, with_update(body))).values()
    assert one.verdict == "error"
    assert one.problem.message.startswith(said)
    assert one.problem.line is not None


def test_an_update_that_raises_without_a_bias_says_so(tmp_path):
    text = (
        LINEAR.replace("n_out):", "n_out, use_bias=True):")
        .replace("np.zeros(n_out)", "np.zeros(n_out) if use_bias else None")
        .replace("@ self.W + self.b", "@ self.W + (0 if self.b is None else self.b)")
    )
    (one,) = examined(target_of(tmp_path, text)).values()
    assert one.verdict == "error"
    assert one.problem.message.startswith("update raises TypeError")
    assert one.problem.message.endswith(" where use_bias=False")
    (right,) = examined(
        target_of(tmp_path, text.replace("        self.b -=", "        if self.b is not None:\n            self.b -="))
    ).values()
    assert right.verdict == "match"


PIECES = (SAMPLES / "kept_in_pieces.py").read_text(encoding="utf-8")
LSTM = (
    PIECES[: PIECES.index("class LSTMLayer")].rstrip()
    + """

    def update(self, lr):
        for name in ("Wf", "Wi", "Wc", "Wo", "Uf", "Ui", "Uc", "Uo", "bf", "bi", "bc", "bo"):
            setattr(self, name, getattr(self, name) - lr * getattr(self, f"d{name}"))
"""
)


@pytest.mark.thorough
def test_weights_in_pieces_are_updated_piece_by_piece(tmp_path):
    right = examined(target_of(tmp_path, LSTM), only=["LSTM"])["LSTM"]
    assert right.verdict == "match"
    assert any("is plain gradient descent" in said for said in right.called)
    wrong = examined(target_of(tmp_path, LSTM.replace("- lr *", "+ lr *")), only=["LSTM"])["LSTM"]
    assert [found.code for found in wrong.findings if found.counts] == ["sign-flipped"]


def test_mistakes_of_gradients_and_updates_are_told_apart(tmp_path):
    """An update that takes off what the layer took for the gradient is right; one that adds it is not, whatever the gradient."""
    wrong = LINEAR.replace("dout.sum(axis=0)", "dout.mean(axis=0)")
    (one,) = examined(target_of(tmp_path, wrong)).values()
    assert [found.code for found in one.findings if found.counts] == ["bias-gradient-mean"]
    (both,) = examined(target_of(tmp_path, wrong.replace("self.b -=", "self.b +="))).values()
    assert [(found.code, found.where) for found in both.findings if found.counts] == [
        ("bias-gradient-mean", "gradient of bias"), ("sign-flipped", "update of bias"),
    ]  # fmt: skip


def test_a_gradient_that_adds_up_until_the_update_is_a_convention(tmp_path):
    text = with_update(
        "self.W -= lr * self.dW; self.b -= lr * self.db; self.dW = np.zeros_like(self.W)",
        text=LINEAR.replace("self.dW = self.x.T", "self.dW += self.x.T").replace(MADE, MADE + "        self.dW = np.zeros_like(self.W)\n"),
    )
    (one,) = examined(target_of(tmp_path, text)).values()
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == ("convention", ["accumulates-gradient"])


GOES_BACK_AND_UPDATES = LINEAR.replace("(self, dout):", "(self, dout, lr):").replace(
    "        return dout @ self.W.T\n", "        dx = dout @ self.W.T\n        self.update(lr)\n        return dx\n"
)
HOLDS_ITS_RATE = (
    HELD.replace("        return dout @ self.W.T\n", "        dx = dout @ self.W.T\n        self.update()\n        return dx\n")
    .replace("update(self, lr)", "update(self)")
    .replace("-= lr", "-= self.lr")
)


@pytest.mark.parametrize("text", [GOES_BACK_AND_UPDATES, HOLDS_ITS_RATE], ids=["a rate by argument", "a rate that it holds"])
def test_updates_on_the_way_back_are_compared_although_gradients_are_kept(text, tmp_path):
    (right,) = examined(target_of(tmp_path, text)).values()
    assert right.verdict == "match", (right.findings, right.region, right.problem)
    assert not [note for note in right.notes if "not checked" in note]
    assert [check for check in right.checks if check.name == "own update"]
    (wrong,) = examined(target_of(tmp_path, text.replace("self.b -=", "self.b +="))).values()
    assert [(found.code, found.where) for found in wrong.findings if found.counts] == [("sign-flipped", "update of bias")]


def test_what_goes_back_with_a_learning_rate_needs_no_note(tmp_path):
    """What its update does is what its gradients are."""
    text = GOES_BACK_AND_UPDATES.replace("self.dW = self.x.T @ dout\n        self.db = dout.sum(axis=0)\n", "pass\n").replace(
        "self.dW", "(self.x.T @ self.dout)"
    )
    (one,) = examined(target_of(tmp_path, text.replace("self.db", "self.dout.sum(axis=0)"))).values()
    assert (one.verdict, one.understood.reading.adapter.convention) == ("match", "self-updating")
    assert not [note for note in one.notes if "not checked" in note]
