import numpy as np


def kl_divergence(y_true, y_pred):
    return np.mean(np.sum(y_pred * np.log(y_pred / y_true), axis=-1))


def kl_divergence_grad(y_true, y_pred):
    return (np.log(y_pred / y_true) + 1) / y_pred.shape[0]
