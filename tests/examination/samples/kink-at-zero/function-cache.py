import numpy as np


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    x = cache
    return dout * np.where(x > 0, 1.0, np.where(x == 0, 0.5, 0.0))
