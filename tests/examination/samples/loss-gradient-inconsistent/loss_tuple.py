import numpy as np


def l2_loss(x, y):
    diff = x - y
    loss = 0.5 * np.sum(diff**2)
    dx = diff / x.shape[0]
    return loss, dx
