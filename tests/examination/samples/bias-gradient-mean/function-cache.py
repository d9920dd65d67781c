import numpy as np


def fc_forward(X, W, b):
    out = X @ W + b
    cache = (W, X)
    return out, cache


def fc_backward(dout, cache):
    W, h = cache
    dW = h.T @ dout
    db = dout.mean(axis=0)
    dX = dout @ W.T
    return dX, dW, db
