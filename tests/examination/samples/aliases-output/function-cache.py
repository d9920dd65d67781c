import numpy as np

BUFFERS = {}


def tanh_forward(x):
    out = BUFFERS.setdefault(x.shape, np.empty(x.shape))
    np.tanh(x, out=out)
    return out


def tanh_backward(dout, x):
    return dout * (1 - np.tanh(x) ** 2)
