import numpy as np


class FullyConnected:
    def __init__(self, n_in, n_out):
        self.W = np.random.uniform(-0.1, 0.1, (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x.dot(self.W) + self.b

    def backward(self, dy):
        self.dW = self.x.T.dot(dy)
        self.db = dy
        return dy.dot(self.W.T)
