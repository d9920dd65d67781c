"""What an optimizer does only if it is told to is compared too: right branches match, and one wrong one is found, whatever is usual."""

from __future__ import annotations

import pytest

from comparisons.subjects.conventions.optimizers.options import options_of
from comparisons.subjects.worker.member import Member, Parameter
from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

HEAD = "import numpy as np\n"
SGD = """class SGD:
    def __init__(self, lr=0.01, momentum=0.0, nesterov=False, weight_decay=None, clipnorm=None, clipvalue=None, decay=0.0):
        self.lr, self.momentum, self.nesterov, self.v, self.t = lr, momentum, nesterov, {}, 0
        self.weight_decay, self.clipnorm, self.clipvalue, self.decay = weight_decay, clipnorm, clipvalue, decay
    def update(self, params, grads):
        lr = self.lr / (1 + self.decay * self.t)
        self.t += 1
        for key in params:
            g = grads[key]
            if self.clipnorm is not None:
                g = g * min(1.0, self.clipnorm / np.linalg.norm(g))
            if self.clipvalue is not None:
                g = np.clip(g, -self.clipvalue, self.clipvalue)
            if self.weight_decay:
                params[key] -= lr * self.weight_decay * params[key]
            if self.momentum:
                v = self.v[key] = self.momentum * self.v.get(key, 0) - lr * g
                params[key] += self.momentum * v - lr * g if self.nesterov else v
            else:
                params[key] -= lr * g
"""
CLIPPED = """            if self.clipvalue is not None:
                g = np.clip(g, -self.clipvalue, self.clipvalue)
"""
EXPONENTIAL = ("self.lr / (1 + self.decay * self.t)", "self.lr * (1 - self.decay / 100) ** self.t")
RMSPROP = """class RMSprop:
    def __init__(self, lr=0.001, rho=0.9, momentum=0.0, epsilon=1e-7, centered=False):
        self.lr, self.rho, self.momentum, self.epsilon, self.centered = lr, rho, momentum, epsilon, centered
        self.s, self.mean, self.move = None, None, None
    def update(self, params, grads):
        if self.s is None:
            self.s, self.mean, self.move = ([np.zeros_like(p) for p in params] for _ in range(3))
        for i, (p, g) in enumerate(zip(params, grads)):
            self.s[i] = self.rho * self.s[i] + (1 - self.rho) * g * g
            below = self.s[i]
            if self.centered:
                self.mean[i] = self.rho * self.mean[i] + (1 - self.rho) * g
                below = below - self.mean[i] ** 2
            move = self.lr * g / np.sqrt(below + self.epsilon)
            if self.momentum > 0:
                move = self.move[i] = self.momentum * self.move[i] + move
            p -= move
"""
ADAM = """class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7, amsgrad=False):
        self.lr, self.beta1, self.beta2, self.eps, self.amsgrad = lr, beta1, beta2, eps, amsgrad
        self.t, self.m, self.v, self.highest = 0, {}, {}, {}
    def update(self, params, grads):
        self.t += 1
        alpha = self.lr * np.sqrt(1 - self.beta2**self.t) / (1 - self.beta1**self.t)
        for key, g in grads.items():
            m = self.m[key] = self.beta1 * self.m.get(key, 0) + (1 - self.beta1) * g
            v = self.v[key] = self.beta2 * self.v.get(key, 0) + (1 - self.beta2) * g * g
            if self.amsgrad:
                v = self.highest[key] = np.maximum(self.highest.get(key, 0), v)
            params[key] -= alpha * m / (np.sqrt(v) + self.eps)
"""
TORCH = """class SGD:
    def __init__(self, params, lr=0.01, momentum=0, weight_decay=0, nesterov=False):
        self.params, self.lr, self.momentum, self.weight_decay, self.nesterov = params, lr, momentum, weight_decay, nesterov
        self.v = [np.zeros_like(p.data) for p in params]
    def step(self):
        for i, p in enumerate(self.params):
            g = p.grad
            if self.weight_decay:
                g = g + self.weight_decay * p.data
            if self.momentum:
                self.v[i] = self.momentum * self.v[i] + g
                g = g + self.momentum * self.v[i] if self.nesterov else self.v[i]
            p.data -= self.lr * g
"""
RIGHT = {
    "keras": SGD, "rmsprop": RMSPROP, "adam": ADAM, "torch": TORCH,
    "on by default": SGD.replace("momentum=0.0, nesterov=False", "momentum=0.9, nesterov=True"),
    "a global norm": SGD.replace("min(1.0, self.clipnorm / np.linalg.norm(g))", "scale").replace(
        "        for key in params:\n",
        "        scale = min(1.0, (self.clipnorm or 1) / np.sqrt(sum(np.sum(g**2) for g in grads.values())))\n"
        "        for key in params:\n",
    ),
    "an epsilon beside the norm": SGD.replace("np.linalg.norm(g))", "(np.linalg.norm(g) + 1e-6))"),
    "a penalty on the weights": ADAM.replace(
        "amsgrad=False):", "amsgrad=False, weight_decay=0):\n        self.weight_decay = weight_decay"
    ).replace(
        "        for key, g in grads.items():\n",
        "        for key, g in grads.items():\n            g = g + self.weight_decay * params[key]\n",
    ),
    "a decay that Keras does not have": SGD.replace(*EXPONENTIAL),
    "one that is not there yet": SGD.replace(
        "            if self.momentum:\n",
        "            if self.nesterov:\n                raise NotImplementedError\n            if self.momentum:\n",
    ),
}  # fmt: skip
WRONG = {
    "the sign of momentum": (SGD, "- lr * g\n                params", "+ lr * g\n                params", "deviation"),
    "the sign in nesterov": (SGD, "self.momentum * v - lr * g if", "self.momentum * v + lr * g if", "deviation"),
    "nesterov is never asked for": (SGD, "if self.nesterov else v", "if not self.nesterov else v", "mismatch"),
    "weights grow": (SGD, "params[key] -= lr * self.weight", "params[key] += lr * self.weight", "mismatch"),
    "clipped to the norm itself": (SGD, "min(1.0, self.clipnorm", "(self.clipnorm", "mismatch"),
    "clipped on one side": (SGD, "np.clip(g, -self.clipvalue, self.clipvalue)", "np.minimum(g, self.clipvalue)", "mismatch"),
    "a misspelled name": (SGD, "v = self.v[key] = self.momentum *", "v = self.v[key] = self.momentun *", "error"),
    "one velocity for all": (
        SGD, "self.v[key] = self.momentum * self.v.get(key, 0)", "self.v[0] = self.momentum * self.v.get(0, 0)", "deviation",
    ),
    "without momentum": (SGD.replace("momentum=0.0", "momentum=0.9"), "params[key] -= lr * g", "params[key] += lr * g", "deviation"),
    "centered the wrong way": (RMSPROP, "below - self.mean", "below + self.mean", "mismatch"),
    "velocity is not kept": (RMSPROP, "move = self.move[i] = self.momentum", "move = self.momentum", "mismatch"),
    "not the highest": (ADAM, "np.maximum(self.highest.get(key, 0), v)", "np.minimum(self.highest.get(key, 0), v)", "mismatch"),
}  # fmt: skip
NOTED = ("an epsilon beside the norm", "a decay that Keras does not have", "one that is not there yet")
QUICK = ("the sign of momentum", "one velocity for all")


@pytest.mark.keras
@pytest.mark.parametrize("name", quickly(RIGHT, ("keras", "torch")))
def test_right_branches_match(name, tmp_path):
    (one,) = examined(target_of(tmp_path, HEAD + RIGHT[name])).values()
    assert one.verdict == "match", (one.findings, one.region, one.problem)
    assert bool(one.notes) == (name in NOTED)


@pytest.mark.keras
@pytest.mark.parametrize("name", quickly(WRONG, QUICK))
def test_a_wrong_branch_is_found(name, tmp_path):
    text, right, wrong, verdict = WRONG[name]
    assert right in text
    (one,) = examined(target_of(tmp_path, HEAD + text.replace(right, wrong))).values()
    assert one.verdict == verdict, (one.findings, one.region, one.problem)


@pytest.mark.keras
def test_what_is_not_compared_is_said(tmp_path):
    text = SGD.replace(*EXPONENTIAL)
    (one,) = examined(target_of(tmp_path, HEAD + text.replace(CLIPPED, ""))).values()
    assert one.notes == ["not compared: clipvalue=0.25, which changes nothing", "not compared: decay=0.25, which is nothing that Keras has"]


def test_only_what_may_be_left_out_and_is_known():
    parameters = [Parameter("lr", "POSITIONAL_OR_KEYWORD", True, 0.1), Parameter("momentum", "POSITIONAL_OR_KEYWORD", False, None)]
    parameters += [Parameter(name, "POSITIONAL_OR_KEYWORD", True, None) for name in ("amsgrad", "clipnorm", "verbose", "rho")]
    member = Member("SGD", "class", tuple(parameters), "", 1, "", (), (), "net")
    assert {name: option.setting for name, option in options_of(member, "SGD", {"lr": "learning_rate"}).items()} == {"clipnorm": "clipnorm"}


@pytest.mark.thorough
@pytest.mark.keras
def test_of_another_convention_it_is_said_which_options_were_not_compared(tmp_path):
    text = RMSPROP.replace("np.sqrt(below + self.epsilon)", "(np.sqrt(below) + self.epsilon)")
    (one,) = examined(target_of(tmp_path, HEAD + text)).values()
    assert one.verdict == "convention"
    assert one.notes == ["not compared: momentum, centered: options are turned on where all else is as in Keras"]
