"""Losses with label smoothing, off and on by default."""

import numpy as np


def categorical_crossentropy(y_true, y_pred, label_smoothing=0.0):
    k = y_true.shape[-1]
    y_true = y_true * (1 - label_smoothing) + label_smoothing / k
    y_pred = np.clip(y_pred, 1e-7, 1 - 1e-7)
    return -np.mean(np.sum(y_true * np.log(y_pred), axis=-1))


class BinaryCrossEntropy:
    def __init__(self, smoothing=0.1):
        self.smoothing = smoothing

    def __call__(self, y_pred, y_true):
        y = y_true * (1 - self.smoothing) + 0.5 * self.smoothing
        p = np.clip(y_pred, 1e-7, 1 - 1e-7)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def gradient(self, y_pred, y_true):
        y = y_true * (1 - self.smoothing) + 0.5 * self.smoothing
        p = np.clip(y_pred, 1e-7, 1 - 1e-7)
        return (p - y) / (p * (1 - p)) / y_pred.size


class SoftmaxCrossEntropy:
    def __init__(self, label_smoothing=0.0):
        self.label_smoothing = label_smoothing

    def forward(self, logits, y):
        z = logits - logits.max(axis=1, keepdims=True)
        self.p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        self.y = y * (1 - self.label_smoothing) + self.label_smoothing / y.shape[1]
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        return -np.sum(self.y * logp) / len(y)

    def backward(self):
        return (self.p - self.y) / len(self.y)
