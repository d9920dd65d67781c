import numpy as np


def leaky_relu(x):
    return np.where(x > 0, x, 0.01 * x)


def leaky_relu_derivative(x):
    return np.where(x > 0, 1, 0.01)
