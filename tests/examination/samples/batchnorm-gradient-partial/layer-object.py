import numpy as np


class BatchNorm:
    def __init__(self, dim, eps=1e-3):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        self.mean = np.mean(x, axis=0)
        self.var = np.var(x, axis=0)
        self.x_norm = (x - self.mean) / np.sqrt(self.var + self.eps)
        return self.gamma * self.x_norm + self.beta

    def backward(self, grad):
        self.dgamma = np.sum(grad * self.x_norm, axis=0)
        self.dbeta = np.sum(grad, axis=0)
        return grad * self.gamma / np.sqrt(self.var + self.eps)
