"""Metrics that are functions: of one-hot rows, labels or probabilities, with their arguments in either order."""

import numpy as np


def accuracy(y_true, y_pred):
    return np.mean(np.argmax(y_true, axis=1) == np.argmax(y_pred, axis=1))


def accuracy_score(predictions, labels):
    return np.mean(np.argmax(predictions, axis=1) == labels)


def get_accuracy(predictions, Y):
    return 100 * np.sum(predictions == Y) / Y.size


def binary_accuracy(y_true, y_pred, threshold=0.5):
    return np.mean((y_pred > threshold) == y_true)


def precision(y_true, y_pred):
    predicted = y_pred > 0.5
    return np.sum(predicted * y_true) / np.sum(predicted)


def recall_score(y_true, y_pred):
    """Of labels."""
    return np.sum((y_true == 1) & (y_pred == 1)) / np.sum(y_true == 1)


def top_k_accuracy(y_true, y_pred, k=5):
    best = np.argsort(y_pred, axis=1)[:, -k:]
    return np.mean([target in row for target, row in zip(y_true, best)])


def rmse(y_true, y_pred):
    return np.sqrt(np.mean((y_true - y_pred) ** 2))
