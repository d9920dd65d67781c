"""Layers of columns as objects; as courses have it, the gradients of the weights are divided by the number of samples there, not in the loss."""

import numpy as np


class DenseLayer:
    def __init__(self, n_in, n_out, activation="relu"):
        self.W = np.random.randn(n_out, n_in) * 0.01
        self.b = np.zeros((n_out, 1))
        self.activation = activation

    def forward(self, A_prev):
        self.A_prev = A_prev
        self.Z = self.W @ A_prev + self.b
        return np.maximum(0, self.Z) if self.activation == "relu" else self.Z

    def backward(self, dA):
        m = dA.shape[1]
        dZ = dA * (self.Z > 0) if self.activation == "relu" else dA
        self.dW = dZ @ self.A_prev.T / m
        self.db = dZ.sum(axis=1, keepdims=True) / m
        return self.W.T @ dZ


class LinearLayer:
    """Not divided."""

    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_out, n_in) * 0.01
        self.b = np.zeros((n_out, 1))

    def forward(self, A_prev):
        self.A_prev = A_prev
        return self.W @ A_prev + self.b

    def backward(self, dZ):
        self.dW = dZ @ self.A_prev.T
        self.db = dZ.sum(axis=1, keepdims=True)
        return self.W.T @ dZ


def softmax(Z):
    e = np.exp(Z - Z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)
