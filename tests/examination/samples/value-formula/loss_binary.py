import numpy as np


def binary_crossentropy(y_true, y_pred):
    eps = 1e-7
    return -np.mean(y_true * np.log(y_pred + eps) + (1 - y_true) * np.log(y_pred + eps))
