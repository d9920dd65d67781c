import numpy as np

REG = 1e-3


def affine_forward(x, w, b):
    return x.dot(w) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T)
    dw = x.T.dot(dout) + REG * w
    db = dout.sum(axis=0)
    return dx, dw, db
