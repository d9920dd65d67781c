import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-3):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        self.std = np.sqrt(x.var(axis=-1, keepdims=True) + self.eps)
        self.x_hat = (x - x.mean(axis=-1, keepdims=True)) / self.std
        return self.gamma * self.x_hat + self.beta

    def backward(self, dout):
        self.dgamma = np.sum(dout * self.x_hat, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        d = dout * self.gamma
        mean = d.mean(axis=-1, keepdims=True)
        return (d - mean - self.x_hat * np.mean(d * self.x_hat, axis=-1, keepdims=True)) / self.std

    def step(self, lr=0.01):
        self.gamma = self.gamma - lr * self.dgamma
        self.beta = self.beta + lr * self.dbeta
