import numpy as np


def bce(y_true, y_pred):
    eps = 1e-8
    return -np.mean(y_true * np.log(y_pred + eps) + (1 - y_true) * np.log(1 - y_pred + eps))


def bce_grad(y_true, y_pred):
    eps = 1e-8
    return (-(y_true / (y_pred + eps)) + (1 - y_true) / (1 - y_pred + eps)) / y_true.size
