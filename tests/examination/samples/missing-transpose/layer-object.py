import numpy as np


class Dense:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) * 0.1
        self.b = np.zeros(output_dim)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, X):
        self.X = X
        return np.dot(X, self.W) + self.b

    def backward(self, dY):
        self.dW = np.dot(self.X.T, dY)
        self.db = np.sum(dY, axis=0)
        return np.dot(dY, self.W)
