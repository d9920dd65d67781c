"""Ways of writing parts that published packages use, right ones and wrong ones."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.checks.example import Example
from tests.subjects.looking import examined, target_of

SINGLE = """
import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x.astype(np.float32)))
def sigmoid_prime(x):
    return sigmoid(x) * (1 - sigmoid(x))
class Swish:
    def forward(self, x):
        self.x, self.s = x, 1 / (1 + np.exp(-x, dtype=np.float32))
        return x * self.s
    def backward(self, dout):
        return dout * (self.s + self.x * self.s * (1 - self.s))
def tanh(x):
    return np.tanh(x + 1e-8)
"""


def test_single_precision_is_no_deviation_and_excuses_none(tmp_path):
    found = examined(target_of(tmp_path, SINGLE))
    assert {name: one.verdict for name, one in found.items()} == {"sigmoid": "match", "Swish": "match", "tanh": "mismatch"}
    assert [note.partition(":")[0] for name in ("sigmoid", "Swish") for note in found[name].notes] == ["dtype-drift"] * 2
    assert {check.dtype for check in found["Swish"].checks} == {"float32"}


LAYERS = """
import numpy as np
class SGD:
    def __init__(self, lr=0.01, weight_decay=0.001):
        self.lr, self.weight_decay = lr, weight_decay
    def step(self, layers):
        for layer in layers:
            for name, (param, grad) in layer.params.items():
                param -= self.lr * (grad + self.weight_decay * param)
class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum, self.velocities = lr, momentum, {}
    def update(self, layers):
        for layer in layers:
            for param, grad, name in layer.params:
                v = self.velocities.setdefault(id(param), np.zeros_like(param))
                v[:] = self.momentum * v - self.lr * grad
                param += v
class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7):
        self.lr, self.beta1, self.beta2, self.epsilon, self.t = lr, beta1, beta2, epsilon, 0
        self.m, self.v = [0, 0], [0, 0]
    def apply_gradients(self, weightGradients, biasGradients, weights, biases):
        self.t += 1
        for i, (g, p) in enumerate(((weightGradients, weights), (biasGradients, biases))):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g * g
            alpha = self.lr * np.sqrt(1 - self.beta2**self.t) / (1 - self.beta1**self.t)
            p -= alpha * self.m[i] / (np.sqrt(self.v[i]) + self.epsilon)
        return weights, biases
"""


@pytest.mark.thorough
def test_optimizers_of_layers(tmp_path):
    found = examined(target_of(tmp_path, LAYERS))
    assert {name: one.verdict for name, one in found.items()} == dict.fromkeys(("SGD", "Momentum", "Adam"), "match")
    assert "made with weight_decay=0.0" in found["SGD"].understood.reading.adapter.details


def test_gradients_too_small_to_move_anything_are_no_error(tmp_path):
    pair = examined(target_of(tmp_path, LAYERS), only=["SGD"])["SGD"].understood.pair
    assert _judged(pair, 1e-13).passed
    assert _judged(pair, 1.0).passed


def _judged(pair, size):
    case = pair.specimen("float32", {})
    tiny = {name: np.sign(a) * np.float32(size) for name, a in case.inputs.items() if name.endswith("_gradients")}
    return Example(pair, case.with_inputs(**tiny)).judge("kernel")


FLAGGED = """
import numpy as np
def binary_cross_entropy(outputs, targets, derivative=False):
    outputs = np.clip(outputs, 1e-7, 1 - 1e-7)
    if derivative:
        return (outputs - targets) / (outputs * (1 - outputs)) / len(outputs)
    return -np.mean(targets * np.log(outputs) + (1 - targets) * np.log(1 - outputs))
def mse(p, t, derivative=False):
    return 2 * (p - t) if derivative else np.mean((p - t) ** 2)
"""


def test_losses_with_a_flag_have_a_gradient(tmp_path):
    found = examined(target_of(tmp_path, FLAGGED))
    assert {name: one.verdict for name, one in found.items()} == {"binary_cross_entropy": "match", "mse": "deviation"}
    assert [finding.code for finding in found["mse"].findings] == ["loss-gradient-inconsistent"]


ODD = """
import numpy as np
class Tanh:
    def forward(self): return np.tanh(self)
    def backward(self): return 1 - np.square(np.tanh(self))
class Softmax:
    def __call__(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    def derivative(self, x):
        raise NotImplementedError("a Jacobian")
    def backward(self, output, output_error):
        return output * (output_error - np.sum(output_error * output, axis=-1, keepdims=True))
class GELU:
    def forward(self, x):
        self.x, self.t = x, np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        return 0.5 * x * (1 + self.t)
    def backward(self, grad):
        inner = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * self.x**2)
        return grad * (0.5 * (1 + self.t) + 0.5 * self.x * (1 - self.t**2) * inner)
class SELU:
    def forward(self, x):
        self.x = x
        return 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))
    def backward(self, grad):
        return grad * 1.0507009873554805 * np.where(self.x > 0, 1, 1.6732632423543772 * np.exp(np.minimum(self.x, 0)))
class Dense:
    def __init__(self, n_in, n_out):
        self.W, self.b = np.zeros((n_in, n_out)), np.zeros(n_out)
        self.flush_gradients()
    def flush_gradients(self):
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, dout):
        self.dW += self.x.T @ dout
        self.db += dout.sum(axis=0)
        return dout @ self.W.T
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    return examined(target_of(tmp_path_factory.mktemp("odd"), ODD))


@pytest.mark.parametrize("name", ["Tanh", "Softmax"])
def test_odd_ways_to_go_back(odd, name):
    assert odd[name].verdict == "match"


@pytest.mark.parametrize(("name", "code"), [("GELU", "gelu-approximation"), ("SELU", "kink-at-zero"), ("Dense", "accumulates-gradient")])
def test_conventions(odd, name, code):
    assert odd[name].verdict == "convention"
    assert [finding.code for finding in odd[name].findings if finding.counts] == [code]


IN_INFERENCE = """
import numpy as np
class BatchNorm:
    def __init__(self, n, eps=1e-3, momentum=0.99):
        self.gamma, self.beta, self.eps, self.momentum = np.ones(n), np.zeros(n), eps, momentum
        self.running_mean, self.running_var, self.cache = np.zeros(n), np.ones(n), None
    def forward(self, x, training=True):
        if not training:
            return self.gamma * (x - self.running_mean) / np.sqrt(self.running_var + self.eps) + self.beta
        mu, var = x.mean(axis=0), x.var(axis=0)
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        n = (x - mu) / np.sqrt(var + self.eps)
        self.cache = n, var
        return self.gamma * n + self.beta
    def backward(self, dout):
        n, var = self.cache
        self.dgamma, self.dbeta = (dout * n).sum(axis=0), dout.sum(axis=0)
        d = dout * self.gamma
        return (d - d.mean(axis=0) - n * (d * n).mean(axis=0)) / np.sqrt(var + self.eps)
"""


def test_nobody_goes_back_in_inference(tmp_path):
    found = examined(target_of(tmp_path, IN_INFERENCE))["BatchNorm"]
    assert found.verdict == "match"
    directional = next(check for check in found.checks if check.name == "directional")
    assert directional.elements > 0


ENGLISH = """
from numpy import *
from dataclasses import dataclass, field
import numpy as np

@dataclass
class LinearLayer:
    input_dim: int
    output_dim: int
    learning_rate: float = 0.01
    weights: np.ndarray = field(init=False)
    biases: np.ndarray = field(init=False)
    def __post_init__(self):
        self.weights = random.randn(self.input_dim, self.output_dim) * 0.1
        self.biases = zeros(self.output_dim)
    def forward_propagation(self, inputs: np.ndarray) -> np.ndarray:
        self.inputs = inputs
        return dot(inputs, self.weights) + self.biases
    def backward_propagation(self, output_error: np.ndarray) -> np.ndarray:
        self.weights_error = dot(self.inputs.T, output_error)
        self.biases_error = output_error.sum(axis=0)
        return dot(output_error, self.weights.T)

def logistic_function(z): return 1 / (1 + exp(-z))
def logistic_derivative(z): return logistic_function(z) * (1 - logistic_function(z))
def hyperbolic_tangent(z): return tanh(z)
def rectified_linear_unit(z): return maximum(z, 0)
def mean_square_error(y, yhat): return mean((y - yhat) ** 2)
def mean_square_error_prime(y, yhat): return 2 * (yhat - y) / y.size
"""


def test_english_names_star_imports_and_data_classes(tmp_path):
    found = examined(target_of(tmp_path, ENGLISH))
    assert {name: one.verdict for name, one in found.items()} == dict.fromkeys(
        ("LinearLayer", "logistic_function", "hyperbolic_tangent", "rectified_linear_unit", "mean_square_error"), "match"
    )


PAIRS = """
import numpy as np
class MaxPool2D:
    def __init__(self, pool_size=(2, 2), strides=(2, 2)):
        self.pool_size, self.strides = pool_size, strides
    def forward(self, x):
        self.x = x
        n, h, w, c = x.shape
        ph, pw = self.pool_size
        sh, sw = self.strides
        out = np.zeros((n, (h - ph) // sh + 1, (w - pw) // sw + 1, c))
        for i in range(out.shape[1]):
            for j in range(out.shape[2]):
                out[:, i, j] = x[:, i * sh:i * sh + ph, j * sw:j * sw + pw].max(axis=(1, 2))
        return out
    def backward(self, grad):
        ph, pw = self.pool_size
        sh, sw = self.strides
        dx = np.zeros_like(self.x)
        n, oh, ow, c = grad.shape
        for b in range(n):
            for i in range(oh):
                for j in range(ow):
                    for k in range(c):
                        window = self.x[b, i * sh:i * sh + ph, j * sw:j * sw + pw, k]
                        y, z = np.unravel_index(window.argmax(), window.shape)
                        dx[b, i * sh + y, j * sw + z, k] += grad[b, i, j, k]
        return dx
class PReLU:
    def __init__(self, alpha=0.3):
        self.alpha = alpha
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.alpha * x)
    def backward(self, grad):
        return grad * np.where(self.x > 0, 1, self.alpha)
"""


def test_windows_told_as_pairs_and_a_prelu_of_one_slope(tmp_path):
    found = examined(target_of(tmp_path, PAIRS))
    told = {name: (one.verdict, one.understood.pair.reference_name) for name, one in found.items()}
    assert told == {"MaxPool2D": ("match", "keras.layers.MaxPooling2D"), "PReLU": ("match", "keras.layers.LeakyReLU")}
