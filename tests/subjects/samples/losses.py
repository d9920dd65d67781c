"""Losses: argument orders, reductions, labels and probabilities."""

import numpy as np


def mse(y_true, y_pred):
    return np.mean(np.power(y_true - y_pred, 2))


def mse_prime(y_true, y_pred):
    return 2 * (y_pred - y_true) / np.size(y_true)


def mean_absolute_error(pred, target):
    return np.abs(pred - target).mean()


def binary_cross_entropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def binary_cross_entropy_gradient(y, p):
    return (p - y) / (p * (1 - p)) / y.size


def cross_entropy(y_hat, y):
    """One-hot labels; the gradient is that of the logits."""
    return -np.sum(y * np.log(np.clip(y_hat, 1e-7, 1 - 1e-7))) / y.shape[0]


def cross_entropy_grad(y_hat, y):
    return (y_hat - y) / y.shape[0]


def nll_loss(probs, labels):
    """Numbers of classes."""
    return -np.log(np.clip(probs[np.arange(len(labels)), labels], 1e-7, 1 - 1e-7)).mean()


class Loss:
    def calculate(self, output, y):
        return np.mean(self.forward(output, y))


class Loss_CategoricalCrossentropy(Loss):
    def forward(self, y_pred, y_true):
        samples = len(y_pred)
        clipped = np.clip(y_pred, 1e-7, 1 - 1e-7)
        if len(y_true.shape) == 1:
            confidences = clipped[range(samples), y_true]
        else:
            confidences = np.sum(clipped * y_true, axis=1)
        return -np.log(confidences)

    def backward(self, dvalues, y_true):
        samples = len(dvalues)
        if len(y_true.shape) == 1:
            y_true = np.eye(len(dvalues[0]))[y_true]
        self.dinputs = -y_true / dvalues / samples


class SquareLoss:
    """One value for every entry."""

    def loss(self, y, y_pred):
        return np.power((y - y_pred), 2)


class HuberLoss:
    def __init__(self, delta=1.0):
        self.delta = delta

    def forward(self, predictions, targets):
        self.error = predictions - targets
        small = np.abs(self.error) <= self.delta
        return np.mean(np.where(small, 0.5 * self.error**2, self.delta * (np.abs(self.error) - 0.5 * self.delta)))

    def backward(self):
        return np.clip(self.error, -self.delta, self.delta) / self.error.size


class MSELoss:
    @staticmethod
    def fn(a, y):
        return np.mean((a - y) ** 2)

    @staticmethod
    def delta(a, y):
        return 2 * (a - y) / a.size
