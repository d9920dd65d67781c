"""A network by hand, with one mistake in it."""

import numpy as np


def relu(x):
    return np.maximum(0, x)


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


class Dense:
    def __init__(self, inputs, outputs):
        self.W = 0.1 * np.random.default_rng(0).standard_normal((inputs, outputs))
        self.b = np.zeros(outputs)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = np.sum(dout)
        return dout @ self.W.T
