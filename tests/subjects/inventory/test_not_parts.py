"""What looks like a part by its name and is none is left alone, with the reason."""

from __future__ import annotations

import pytest

from comparisons.subjects.conventions.session import Session
from comparisons.subjects.examine import find
from comparisons.subjects.finding.load import load_targets
from comparisons.subjects.worker import Worker
from tests.subjects.looking import SAMPLES, target_of

TEXT = """
import abc
import numpy as np

class Loss(abc.ABC):
    @abc.abstractmethod
    def forward(self, y_pred, y_true): ...
class CrossEntropy(Loss):
    eps = 1e-9
class Network:
    def relu(self, x): return np.maximum(x, 0)
    def update_params(self, lr): self.w -= lr * self.dw
    def get_weights(self): return self.w
class Tree:
    def _mse(self, y): return np.var(y)
class Tensor:
    def __add__(self, other): return self
    def __mul__(self, other): return self
    def backward(self): pass
    def relu(self): return self
    def reshape(self, *shape): return self
class Adafactor:
    def rms(self, x, g): return np.sqrt(np.mean(x * x))
    def update(self, params, grads): return params
class RAdam:
    def update(self, params, grads): return params
class SVM:
    def fit(self, x, y): pass
    def loss(self, x, y): return 0.0
class L2:
    def __init__(self, l2=0.01): self.l2 = l2
    def __call__(self, w): return self.l2 * np.sum(w * w)
def to_categorical(y, classes): return np.eye(classes)[y]
def cosine_similarity(a, b): return a @ b
def top_k_accuracy(y, p): return 1.0
def xavier_uniform(fan_in, fan_out): return np.zeros((fan_in, fan_out))
def mse(y, p): return np.mean((y - p) ** 2)
mean_squared_error = mse
def names(): return mean_squared_error
def update_params(W1, b1, W2, b2, dW1, db1, dW2, db2, alpha): return W1 - alpha * dW1, b1, W2, b2
def train_step(X, Y, W1, b1, W2, b2, lr): return W1, b1, W2, b2
def gradient_descent(X, Y, alpha, iterations): return X
def sgd(X, y, theta, lr=0.1, num_iters=100): return theta
def momentum(x, grad, v, lr): return x - lr * grad, v
def train_step_forgot(X, T, W1, b1, W2, b2, lr=0.1): return W1, b1, W2, b2
def rnn_step_forward(x, prev_h, Wx, Wh, b): return np.tanh(x @ Wx + prev_h @ Wh + b)
class RNN:
    def __init__(self, Wx, Wh, b): self.Wx, self.Wh, self.b = Wx, Wh, b
    def forward(self, x, h_prev): return np.tanh(x @ self.Wx + h_prev @ self.Wh + self.b)
class Module:
    def train(self, mode=True): self.training = mode
    def eval(self): return self.train(False)
class Trainer:
    def train(self): pass
def conv_single_step(a_slice, W, b): return np.sum(a_slice * W) + float(b)
class GRUCell:
    def forward(self, x): return x
"""


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory):
    target = target_of(tmp_path_factory.mktemp("parts"), TEXT)
    with Worker(target.source, isolation="process") as worker:
        found, alone = find(target, Session(worker))
    return {sighting.name: sighting for sighting in found}, {one.name: one.why for one in alone}


def test_parts_are_found(looked_at):
    maybe = {"Module"}  # which is no program: its `train` sets the mode
    assert looked_at[0].keys() == {"Network.relu", "Tensor", "mse", "momentum", "rnn_step_forward", "RNN", "top_k_accuracy"} | maybe


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("CrossEntropy", "abstract: forward"),
        ("mean_squared_error", "another name of mse"),
        ("SVM", "a whole program (fit)"),
        ("Trainer", "a whole program (train)"),
        ("RAdam", "an optimizer that Keras does not have"),
        ("L2", "a penalty on weights"),
        ("update_params", "a piece of a whole program"),
        ("train_step_forgot", "a piece of a whole program"),
        ("gradient_descent", "a piece of a whole program"),
        ("sgd", "a piece of a whole program"),
        ("train_step", "a piece of a whole program"),
        ("GRUCell", "one step, where"),
        ("conv_single_step", "one step, where"),
        ("xavier_uniform", "an initializer: activations, layers"),
        ("to_categorical", "neither its name nor its signature"),
        ("cosine_similarity", "neither its name nor its signature"),
    ],
)
def test_the_rest_is_left_alone(looked_at, name, why):
    assert looked_at[1][name].startswith(why)


def test_what_a_tape_computes_with_is_checked_with_it():
    target = load_targets(str(SAMPLES / "tape_functions.py"))[0]
    with Worker(target.source, isolation="process") as worker:
        found, alone = find(target, Session(worker))
    assert {"Variable", "Exp", "Sum"} <= {one.name for one in found}  # no sign stands for the last two
    assert {one.name for one in alone if one.why.startswith("what Variable computes with")} == {"Add", "Mul", "Neg", "Div", "Pow", "MM"}
