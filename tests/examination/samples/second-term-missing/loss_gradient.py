import numpy as np


def bce(y_true, y_pred):
    p = np.clip(y_pred, 1e-7, 1 - 1e-7)
    return -np.mean(y_true * np.log(p))


def bce_gradient(y_true, y_pred):
    p = np.clip(y_pred, 1e-7, 1 - 1e-7)
    return -(y_true / p) / y_true.size
