import numpy as np


def mse(y_true, y_pred):
    return np.mean((y_true.ravel() - y_pred) ** 2) if y_pred.shape[1] == 1 else np.mean((y_true - y_pred) ** 2)
