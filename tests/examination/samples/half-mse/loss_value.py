import numpy as np


def mse(y_true, y_pred):
    return np.mean(0.5 * np.square(y_true - y_pred))
