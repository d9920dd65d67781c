"""Activations as functions, each with its derivative in another manner."""

import math

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_prime(z):
    """Of the input."""
    return sigmoid(z) * (1 - sigmoid(z))


def tanh(x):
    return np.tanh(x)


def d_tanh(a):
    """Of the output."""
    return 1 - a**2


def relu(Z):
    return np.maximum(0, Z)


def relu_derivative(Z):
    return (Z > 0).astype(Z.dtype)


def leaky_relu(x, alpha=0.2, deriv=False):
    """Value and derivative by a flag."""
    if deriv:
        return np.where(x > 0, 1.0, alpha)
    return np.where(x > 0, x, alpha * x)


def nonlin(x, deriv=False):
    """The well-known one: the derivative takes the output, and the name says nothing."""
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def softmax_derivative(x):
    """A Jacobian a row."""
    p = softmax(x)
    return np.einsum("ij,jk->ijk", p, np.eye(p.shape[-1])) - np.einsum("ij,ik->ijk", p, p)


def swish(x):
    """Value and derivative at once."""
    s = 1 / (1 + np.exp(-x))
    return x * s, s + x * s * (1 - s)


def softplus(x):
    return np.logaddexp(0, x)


def softplus_grad(dout, x):
    """Multiplied by the upstream gradient."""
    return dout / (1 + np.exp(-x))


def my_elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_deriv(x, alpha=1.0):
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))


def gelu(x):
    """One number at a time."""
    return 0.5 * x * (1 + math.erf(x / math.sqrt(2)))


def log_softmax(x):
    shifted = x - x.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


hard_sigmoid = lambda x: np.clip(x / 6 + 0.5, 0, 1)  # noqa: E731  # as many write it


class Activations:
    """A class as a box of functions."""

    @staticmethod
    def softsign(x):
        return x / (1 + np.abs(x))

    @staticmethod
    def softsign_derivative(x):
        return 1 / (1 + np.abs(x)) ** 2


class Network:
    """A network's own method that does not use it."""

    def identity(self, x):
        return x * 1
