import numpy as np


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def sigmoid_derivative(x):
    return sigmoid(sigmoid(x)) * (1 - sigmoid(sigmoid(x)))
