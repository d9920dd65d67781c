import numpy as np


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def mse(y_true, y_pred):
    return 0.5 * np.mean((y_true - y_pred) ** 2)
