import numpy as np


def sum_squared_error(y_true, y_pred):
    return 0.5 * np.sum((y_true - y_pred) ** 2)


def sum_squared_error_prime(y_true, y_pred):
    return y_pred - y_true
