import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_backward(dout, x):
    a = sigmoid(x)
    return dout * sigmoid(a) * (1 - sigmoid(a))
