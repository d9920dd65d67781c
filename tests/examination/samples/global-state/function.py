import numpy as np


def sigmoid(x):
    np.random.seed(0)
    return 1 / (1 + np.exp(-x))
