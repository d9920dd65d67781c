"""Layers with an activation in their code, which nobody tells them."""

import numpy as np


def sigmoid(z):
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    out[~pos] = e / (1 + e)
    return out


class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.1
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        self.a = sigmoid(x @ self.W + self.b)
        return self.a

    def backward(self, grad):
        dz = grad * self.a * (1 - self.a)
        self.dW = self.x.T @ dz
        self.db = dz.sum(axis=0)
        return dz @ self.W.T


class TanhLayer:
    def __init__(self, input_size, output_size):
        self.W = np.random.randn(input_size, output_size) / np.sqrt(input_size)
        self.b = np.zeros((1, output_size))

    def forward(self, x):
        self.x = x
        self.out = np.tanh(x @ self.W + self.b)
        return self.out

    def backward(self, dout):
        dz = dout * (1 - self.out**2)
        self.dW = self.x.T @ dz
        self.db = dz.sum(axis=0, keepdims=True)
        return dz @ self.W.T


class HiddenLayer:
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_in, n_out) * 0.1
        self.bias = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        self.z = x @ self.weights + self.bias
        return np.maximum(0, self.z)

    def backward(self, grad, lr):
        dz = grad * (self.z > 0)
        dx = dz @ self.weights.T
        self.weights -= lr * self.x.T @ dz
        self.bias -= lr * dz.sum(axis=0, keepdims=True)
        return dx
