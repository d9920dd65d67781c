import numpy as np


def softmax(x):
    x = np.squeeze(x)
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)
