import numpy as np


def cross_entropy(y_true, y_pred):
    y_pred = np.clip(y_pred, 1e-7, 1 - 1e-7)
    return np.mean(-y_true * np.log(y_pred))


def cross_entropy_prime(y_true, y_pred):
    y_pred = np.clip(y_pred, 1e-7, 1 - 1e-7)
    return -y_true / y_pred / y_true.size
