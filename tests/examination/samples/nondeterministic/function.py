import numpy as np


def sigmoid(x):
    noise = np.random.normal(0, 1e-3, x.shape)
    return 1 / (1 + np.exp(-(x + noise)))
