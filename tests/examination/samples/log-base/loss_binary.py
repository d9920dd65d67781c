import numpy as np


def binary_cross_entropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))


def binary_cross_entropy_grad(y, p):
    return (p - y) / (p * (1 - p)) / y.size / np.log(2)
