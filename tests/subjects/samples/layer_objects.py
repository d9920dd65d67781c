"""Layers whose methods return values: parameters in attributes, lists and dictionaries, gradients likewise."""

import numpy as np


class Affine:
    """The book's: arrays come in, lists params and grads."""

    def __init__(self, W, b):
        self.params = [W, b]
        self.grads = [np.zeros_like(W), np.zeros_like(b)]
        self.x = None

    def forward(self, x):
        W, b = self.params
        self.x = x
        return np.dot(x, W) + b

    def backward(self, dout):
        W, b = self.params
        self.grads[0][...] = np.dot(self.x.T, dout)
        self.grads[1][...] = np.sum(dout, axis=0)
        return np.dot(dout, W.T)


class Layer:
    def forward(self, inputs):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError


class Linear(Layer):
    """Dictionaries."""

    def __init__(self, input_size, output_size):
        self.params = {"w": np.random.randn(input_size, output_size), "b": np.random.randn(output_size)}
        self.grads = {}

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.params["w"] + self.params["b"]

    def backward(self, grad):
        self.grads["b"] = np.sum(grad, axis=0)
        self.grads["w"] = self.inputs.T @ grad
        return grad @ self.params["w"].T


class FullyConnected:
    """Attributes; (out, in) like PyTorch."""

    def __init__(self, in_features, out_features):
        self.weight = np.random.randn(out_features, in_features) * 0.1
        self.bias = np.zeros(out_features)
        self.weight_grad = None
        self.bias_grad = None

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        self._x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.weight_grad = grad_output.T @ self._x
        self.bias_grad = grad_output.sum(axis=0)
        return grad_output @ self.weight


class DenseLayer:
    """Weights are made at the first forward; gradients are returned beside dx."""

    def __init__(self, units, activation=None):
        self.units = units
        self.W = None
        self.b = None

    def forward_pass(self, X, training=True):
        if self.W is None:
            self.W = np.random.randn(X.shape[1], self.units) / np.sqrt(X.shape[1])
            self.b = np.zeros((1, self.units))
        self.X = X
        return X.dot(self.W) + self.b

    def backward_pass(self, accum_grad):
        return accum_grad.dot(self.W.T), self.X.T.dot(accum_grad), np.sum(accum_grad, axis=0, keepdims=True)


class FCLayer:
    """Without a bias."""

    def __init__(self, n_in, n_out):
        self.w = np.random.rand(n_in, n_out)

    def feedforward(self, x):
        self.x = x
        return x @ self.w

    def backprop(self, delta):
        self.dw = self.x.T @ delta
        return delta @ self.w.T


class Relu:
    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dx = dout.copy()
        dx[self.mask] = 0
        return dx
