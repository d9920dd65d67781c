"""Optimizers that keep their state in a dictionary that is empty at first, or whose options are on by default; wrong ones are judged."""

from __future__ import annotations

import pytest

from tests.quickly import some
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras
HEAD = "import numpy as np\n"
ABSENT = """def sgd(w, dw, state=None, lr=0.01, momentum=0.9):
    if state is None:
        state = {'v': np.zeros_like(w)}
    v = momentum * state['v'] - lr * dw
    return w + v, {'v': v}
"""
EMPTY = """def rmsprop(param, grad, state, lr=0.001, rho=0.9, eps=1e-7):
    if not state:
        state.update(step=0, s=np.zeros_like(param))
    state['step'] += 1
    state['s'] = rho * state['s'] + (1 - rho) * grad * grad
    param -= lr * grad / np.sqrt(state['s'] + eps)
    return param
"""
FILLED = """def adagrad_step(w, g, cache, lr=0.01, eps=1e-7):
    if 'a' not in cache:
        cache['a'] = np.full_like(w, 0.1)
    cache['a'] = cache['a'] + g**2
    return w - lr * g / np.sqrt(cache['a'] + eps)
"""
HELD = """class Momentum:
    def __init__(self, params, lr=0.01, momentum=0.9):
        self.params, self.lr, self.momentum = params, lr, momentum
        self.v = [np.zeros_like(w) for w, _ in params]
    def step(self):
        for i, (w, dw) in enumerate(self.params):
            self.v[i] = self.momentum * self.v[i] - self.lr * dw
            w += self.v[i]
"""
ON = """class RMSprop:
    def __init__(self, learning_rate=0.001, rho=0.9, momentum=0.9, epsilon=1e-7):
        self.learning_rate, self.rho, self.momentum, self.epsilon = learning_rate, rho, momentum, epsilon
        self.s = self.v = 0
    def update(self, w, grad):
        self.s = self.rho * self.s + (1 - self.rho) * grad ** 2
        self.v = self.momentum * self.v + self.learning_rate * grad / np.sqrt(self.s + self.epsilon)
        return w - self.v
"""
FUNCTION = """def sgd(w, g, lr=0.01, weight_decay=0.01, clipvalue=None):
    if clipvalue is not None:
        g = np.clip(g, -clipvalue, clipvalue)
    return w - lr * weight_decay * w - lr * g
"""
UNUSED = """class SGD:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum, self.v = learning_rate, momentum, 0
    def update(self, w, grad):
        self.v = self.momentum * self.v + grad
        return w - self.v
"""
ADAM_W = """class AdamWAfter:
    def __init__(self, lr=1e-3, b1=.9, b2=.999, eps=1e-7, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.weight_decay = lr, b1, b2, eps, weight_decay
        self.m = self.v = self.t = 0
    def update(self, p, g):
        self.t += 1
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g * g
        m, v = self.m / (1 - self.b1 ** self.t), self.v / (1 - self.b2 ** self.t)
        step = self.lr * m / (np.sqrt(v) + self.eps)
        return p - step - self.lr * self.weight_decay * (p - step)
"""


def the_one_in(tmp_path, text):
    (one,) = examined(target_of(tmp_path, HEAD + text)).values()
    return one


@pytest.mark.parametrize("text", some((ABSENT, EMPTY, FILLED, HELD, ON, FUNCTION), 3), ids=lambda text: text.split("(")[0])
def test_right_ones_match(text, tmp_path):
    one = the_one_in(tmp_path, text)
    assert (one.verdict, one.message, one.findings) == ("match", "", [])


WRONG = [
    (ABSENT, "return w + v, {'v': v}", "return w - v, {'v': v}", "deviation", "sign-flipped"),
    (EMPTY, "rho * state['s'] + (1 - rho)", "(1 - rho) * state['s'] + rho", "deviation", "average-swapped"),
    (FILLED, "cache['a'] + g**2", "cache['a'] + np.abs(g)", "deviation", "square-missing"),
    (HELD, "w += self.v[i]", "w -= self.v[i]", "deviation", "sign-flipped"),
    (ON, "grad / np.sqrt(self.s + self.epsilon)", "grad", "mismatch", ""),
    (ON, "return w - self.v", "return w - self.momentum * self.v", "mismatch", ""),
    (FUNCTION, "-clipvalue, clipvalue", "0, clipvalue", "mismatch", ""),
    (UNUSED, "", "", "deviation", "coefficient-value"),
    (ADAM_W, "", "", "deviation", "decay-after-update"),
]


@pytest.mark.parametrize(("text", "right", "wrong", "verdict", "code"), some((pytest.param(*case) for case in WRONG), 3))
def test_wrong_ones_are_judged(text, right, wrong, verdict, code, tmp_path):
    assert right in text
    one = the_one_in(tmp_path, text.replace(right, wrong) if right else text)
    assert one.verdict == verdict
    assert not code or [found.code for found in one.findings if found.counts] == [code]


def test_a_learning_rate_that_is_not_used_is_not_to_be_made_an_argument(tmp_path):
    (found,) = the_one_in(tmp_path, UNUSED).findings
    assert "updates are those of a learning rate of 1," in found.summary
    assert "argument" not in found.fix
    assert "0.125" not in found.fix
