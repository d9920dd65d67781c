import numpy as np


def hard_sigmoid(x):
    return np.clip(0.2 * x + 0.5, 0, 1)


def hard_sigmoid_derivative(x):
    return np.where((x > -2.5) & (x < 2.5), 0.2, 0.0)
