import numpy as np


def dense_forward(A, W, b):
    return W @ A + b, (A, W)


def dense_backward(dZ, cache):
    A, W = cache
    m = A.shape[1]
    return W.T @ dZ, dZ @ A.T / m, dZ / m
