import numpy as np


def relu(x):
    return np.maximum(0, x)


def relu_derivative(x):
    a = relu(x)
    return np.where(a >= 0, 1.0, 0.0)
