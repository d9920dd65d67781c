"""Several parts in one function or class; a word says which is meant."""

import numpy as np


def activate(x, kind="relu"):
    if kind == "relu":
        return np.maximum(0, x)
    elif kind == "tanh":
        return np.tanh(x)
    return 1 / (1 + np.exp(-x)) if kind == "sigmoid" else None


def activate_derivative(x, kind="relu"):
    if kind == "relu":
        return np.where(x > 0, 1.0, 0.0)
    elif kind == "tanh":
        return 1 - np.tanh(x) ** 2
    elif kind == "sigmoid":
        s = activate(x, "sigmoid")
        return s * (1 - s)


def apply_activation(name, z):
    match name:
        case "relu":
            return np.maximum(0, z)
        case "softplus":
            return np.logaddexp(0, z)


class Activation:
    def __init__(self, name):
        self.name = name

    def forward(self, x):
        self.y = {"relu": lambda: np.maximum(0, x), "tanh": lambda: np.tanh(x)}[self.name]()
        return self.y

    def backward(self, dy):
        if self.name == "relu":
            return dy * (self.y > 0)
        return dy * (1 - self.y**2)


class Network:
    def squash(self, z, kind="sigmoid"):
        if kind.lower() == "tanh":
            return np.tanh(z)
        return 1 / (1 + np.exp(-z))

    def squash_derivative(self, z, kind="sigmoid"):
        if kind == "tanh":
            return 1 - np.tanh(z) ** 2
        s = self.squash(z)
        return s * (1 - s)


def loss(y_true, y_pred, name="mse"):
    if name == "mse":
        return np.mean((y_true - y_pred) ** 2)
    if name == "mae":
        return np.mean(np.abs(y_true - y_pred))


def loss_grad(y_true, y_pred, name="mse"):
    if name == "mse":
        return 2 * (y_pred - y_true) / y_true.size
    if name == "mae":
        return np.sign(y_pred - y_true) / y_true.size


class Optimizer:
    def __init__(self, method="sgd", lr=0.01, rho=0.9):
        assert method in ("sgd", "rmsprop")
        self.method, self.lr, self.rho, self.v = method, lr, rho, {}

    def update(self, params, grads):
        for key in params:
            if self.method == "sgd":
                params[key] -= self.lr * grads[key]
            else:
                self.v[key] = self.rho * self.v.get(key, 0) + (1 - self.rho) * grads[key] ** 2
                params[key] -= self.lr * grads[key] / np.sqrt(self.v[key] + 1e-7)


class Layer:
    """Several activations in it, but weights as well."""

    def __init__(self, n_in=3, n_out=2, activation="relu"):
        self.W, self.b, self.activation = np.random.randn(n_in, n_out), np.zeros(n_out), activation

    def forward(self, x):
        self.x, z = x, x @ self.W + self.b
        self.y = np.maximum(0, z) if self.activation == "relu" else np.tanh(z)
        return self.y

    def backward(self, dy):
        dz = dy * ((self.y > 0) if self.activation == "relu" else 1 - self.y**2)
        self.dW, self.db = self.x.T @ dz, dz.sum(axis=0)
        return dz @ self.W.T
