import numpy as np


def mse_loss(y_hat, y):
    m = y.shape[0]
    return np.sum((y_hat - y) ** 2) / m


def mse_loss_grad(y_hat, y):
    m = y.shape[0]
    return 2 * (y_hat - y) / m
