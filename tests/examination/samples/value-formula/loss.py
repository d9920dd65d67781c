import numpy as np


def huber_loss(y_true, y_pred, delta=1.0):
    e = y_true - y_pred
    a = np.abs(e)
    return np.mean(np.where(a <= delta, 0.5 * e**2, delta * a))
