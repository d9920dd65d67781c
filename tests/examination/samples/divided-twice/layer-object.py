import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.01
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        m = dout.shape[0]
        self.dW = self.x.T @ dout / m
        self.db = np.sum(dout, axis=0) / m
        return dout @ self.W.T
