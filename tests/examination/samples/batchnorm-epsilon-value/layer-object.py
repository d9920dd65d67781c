import numpy as np


class BatchNormalization:
    def __init__(self, n_features):
        self.gamma = np.ones(n_features)
        self.beta = np.zeros(n_features)
        self.eps = 1e-5

    def forward(self, x):
        self.mu = x.mean(axis=0)
        self.var = x.var(axis=0)
        self.std = np.sqrt(self.var + self.eps)
        self.xhat = (x - self.mu) / self.std
        return self.gamma * self.xhat + self.beta

    def backward(self, dout):
        self.dgamma = np.sum(dout * self.xhat, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        g = dout * self.gamma
        return (g - g.mean(axis=0) - self.xhat * np.mean(g * self.xhat, axis=0)) / self.std
