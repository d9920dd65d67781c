import numpy as np


class Dense:
    def __init__(self, n, m):
        self.W = np.random.randn(n, m)
        self.b = np.zeros(m)
        self.dW = np.zeros((n, m))
        self.db = np.zeros(m)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, d):
        self.dW += self.x.T @ d
        self.db += d.sum(0)
        return d @ self.W.T
