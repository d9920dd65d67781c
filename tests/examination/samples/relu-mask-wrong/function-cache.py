import numpy as np


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    x = cache
    out = np.maximum(0, x)
    dx = dout * (out >= 0)
    return dx
