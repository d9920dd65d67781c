import numpy as np


class LayerNorm:
    def __init__(self, n, eps=1e-3):
        self.gamma, self.beta, self.eps = np.ones(n), np.zeros(n), eps

    def forward(self, x):
        mu, var = x.mean(axis=0, keepdims=True), x.var(axis=0, keepdims=True)
        self.std = np.sqrt(var + self.eps)
        self.xhat = (x - mu) / self.std
        return self.gamma * self.xhat + self.beta

    def backward(self, dout):
        self.dgamma = (dout * self.xhat).sum(axis=0)
        self.dbeta = dout.sum(axis=0)
        dxhat = dout * self.gamma
        return (dxhat - dxhat.mean(axis=0, keepdims=True) - self.xhat * (dxhat * self.xhat).mean(axis=0, keepdims=True)) / self.std
