import numpy as np


def dropout_forward(x, p):
    mask = np.random.rand(*x.shape) >= p
    out = x * mask / (1 - p)
    return out, mask


def dropout_backward(dout, cache):
    mask = cache
    return dout * mask
