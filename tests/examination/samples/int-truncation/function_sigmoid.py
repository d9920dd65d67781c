import numpy as np


def sigmoid(x):
    y = np.empty_like(x)
    for i, v in np.ndenumerate(x):
        y[i] = 1 / (1 + np.exp(-v))
    return y
