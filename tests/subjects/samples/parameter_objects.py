"""Parameters that are objects or dictionaries with a value and a gradient, in layers and in front of optimizers."""

import numpy as np


class Param:
    def __init__(self, value):
        self.value = value
        self.grad = np.zeros_like(value)


class Linear:
    """A list of dictionaries."""

    def __init__(self, n_in, n_out):
        self.params = [
            {"name": "W", "value": np.random.randn(n_in, n_out) * 0.1, "grad": None},
            {"name": "b", "value": np.zeros(n_out), "grad": None},
        ]

    def forward(self, x):
        self.x = x
        return x @ self.params[0]["value"] + self.params[1]["value"]

    def backward(self, dout):
        self.params[0]["grad"] = self.x.T @ dout
        self.params[1]["grad"] = dout.sum(axis=0)
        return dout @ self.params[0]["value"].T


class FullyConnected:
    """The name of the array beside that of its gradient."""

    def __init__(self, n_in, n_out):
        W, b = np.random.randn(n_in, n_out), np.zeros(n_out)
        self.parameters = [{"W": W, "dW": np.zeros_like(W)}, {"b": b, "db": np.zeros_like(b)}]

    def forward(self, x):
        self.x = x
        return x @ self.parameters[0]["W"] + self.parameters[1]["b"]

    def backward(self, dout):
        self.parameters[0]["dW"][...] = self.x.T @ dout
        self.parameters[1]["db"][...] = dout.sum(axis=0)
        return dout @ self.parameters[0]["W"].T


class BatchNorm:
    """Objects, and averages that are rows after the first batch."""

    def __init__(self, dim, eps=1e-3, momentum=0.99):
        self.eps, self.momentum, self.training = eps, momentum, True
        self.gamma, self.beta = Param(np.ones(dim)), Param(np.zeros(dim))
        self.running_mean, self.running_var = np.zeros(dim), np.ones(dim)

    def forward(self, x):
        if self.training:
            mean, var = x.mean(0, keepdims=True), x.var(0, keepdims=True)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.gamma.value * self.x_hat + self.beta.value

    def backward(self, dout):
        self.gamma.grad = (dout * self.x_hat).sum(axis=0)
        self.beta.grad = dout.sum(axis=0)
        d = dout * self.gamma.value
        return (d - d.mean(axis=0) - self.x_hat * (d * self.x_hat).mean(axis=0)) / self.std


class SGD:
    def __init__(self, parameters, lr=0.01):
        self.parameters, self.lr = parameters, lr

    def step(self):
        for p in self.parameters:
            p.value -= self.lr * p.grad


class Momentum:
    def __init__(self, params, lr=0.01, momentum=0.9):
        self.params, self.lr, self.momentum = params, lr, momentum
        self.velocities = [np.zeros_like(p["value"]) for p in params]

    def step(self):
        for p, v in zip(self.params, self.velocities):
            v[...] = self.momentum * v - self.lr * p["grad"]
            p["value"] += v


class VanillaSGD:
    """Tensors, whose gradients are tensors."""

    def __init__(self, parameters, alpha=0.1):
        self.parameters, self.alpha = parameters, alpha

    def step(self):
        for p in self.parameters:
            p.data -= p.grad.data * self.alpha
