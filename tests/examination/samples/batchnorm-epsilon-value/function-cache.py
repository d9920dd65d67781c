import numpy as np


def batchnorm_forward(x, gamma, beta):
    eps = 1e-8
    mean = np.mean(x, axis=0)
    var = np.mean((x - mean) ** 2, axis=0)
    xhat = (x - mean) / np.sqrt(var + eps)
    return gamma * xhat + beta, (xhat, var, gamma)


def batchnorm_backward(dout, cache):
    xhat, var, gamma = cache
    m = len(dout)
    dgamma = np.sum(dout * xhat, axis=0)
    dbeta = np.sum(dout, axis=0)
    dxhat = dout * gamma
    dx = (m * dxhat - np.sum(dxhat, axis=0) - xhat * np.sum(dxhat * xhat, axis=0)) / (m * np.sqrt(var + 1e-8))
    return dx, dgamma, dbeta
