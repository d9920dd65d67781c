import numpy as np


def dropout_forward(x, rate):
    mask = np.random.rand(*x.shape) >= rate
    return x * mask, mask


def dropout_backward(dout, cache):
    return dout * cache
