import numpy as np


def mae(y_true, y_pred):
    return np.mean(np.abs(y_true - y_pred))


def mae_grad(y_true, y_pred):
    return (y_pred - y_true) / y_true.size
