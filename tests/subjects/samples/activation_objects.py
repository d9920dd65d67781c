"""Activations as objects with value and derivative."""

import numpy as np


class Sigmoid:
    def __call__(self, x):
        return 1 / (1 + np.exp(-x))

    def gradient(self, x):
        return self.__call__(x) * (1 - self.__call__(x))


class ActivationBase:
    def __call__(self, z):
        return self.fn(z)

    def fn(self, z):
        raise NotImplementedError


class Tanh(ActivationBase):
    def fn(self, z):
        return np.tanh(z)

    def grad(self, x, **kwargs):
        return 1 - np.tanh(x) ** 2


class LeakyReLU(ActivationBase):
    def __init__(self, alpha=0.3):
        self.alpha = alpha

    def fn(self, z):
        return np.where(z >= 0, z, self.alpha * z)

    def grad(self, x):
        return np.where(x > 0, 1.0, self.alpha)


class ReLU:
    @staticmethod
    def f(x):
        return np.maximum(x, 0)

    @staticmethod
    def df(x):
        return np.where(x > 0, 1.0, 0.0)


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        return self.p * (grad_output - (grad_output * self.p).sum(axis=1, keepdims=True))


class Activation_Sigmoid:
    def forward(self, inputs):
        self.inputs = inputs
        self.output = 1 / (1 + np.exp(-inputs))

    def backward(self, dvalues):
        self.dinputs = dvalues * (1 - self.output) * self.output
