import numpy as np


def leaky_relu(x):
    out = np.zeros_like(x)
    out[x > 0] = x[x > 0]
    out[x <= 0] = 0.2 * x[x <= 0]
    return out
