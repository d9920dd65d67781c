import numpy as np


def sigmoid(x):
    return 0.5 * (1 + np.tanh(x / 2))


def sigmoid_forward(x):
    s = sigmoid(x)
    return s, x


def sigmoid_backward(dout, cache):
    x = cache
    return dout * x * (1 - x)
