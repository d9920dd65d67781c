import numpy as np


def mse(y_true, y_pred):
    return np.mean((y_true.reshape(-1) - y_pred.reshape(-1, 1)) ** 2)
