import numpy as np


def leaky_relu(x, alpha=0.2):
    return np.where(x > 0, x, alpha * x)


def leaky_relu_derivative(x, alpha=0.2):
    return np.where(x > 0, 1, -alpha)
