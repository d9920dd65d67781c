import numpy as np


class BatchNorm2d:
    def __init__(self, channels):
        self.gamma = np.ones((1, channels, 1, 1))
        self.beta = np.zeros((1, channels, 1, 1))
        self.eps = 1e-5

    def forward(self, x):
        self.mean = x.mean(axis=(0, 2, 3), keepdims=True)
        self.std = np.sqrt(x.var(axis=(0, 2, 3), keepdims=True) + self.eps)
        self.xhat = (x - self.mean) / self.std
        return self.gamma * self.xhat + self.beta

    def backward(self, dout):
        axes = (0, 2, 3)
        self.dgamma = np.sum(dout * self.xhat, axis=axes, keepdims=True)
        self.dbeta = np.sum(dout, axis=axes, keepdims=True)
        g = dout * self.gamma
        return (g - g.mean(axis=axes, keepdims=True) - self.xhat * np.mean(g * self.xhat, axis=axes, keepdims=True)) / self.std
