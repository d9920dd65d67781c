"""Weights before x: by their names, samples as columns."""

import numpy as np


def linear_forward(W, A, b):
    Z = np.dot(W, A) + b
    return Z, (W, A, b)


def linear_backward(dZ, cache):
    W, A, b = cache
    m = A.shape[1]
    dW = dZ @ A.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    return dW, W.T @ dZ, db
