import numpy as np


def relu(x):
    if np.all(x > 0):
        return x
    return np.maximum(x, 0)


def identity(x):
    return x
