import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.1
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad, learning_rate):
        n = len(grad)
        dx = grad @ self.W.T
        self.W -= learning_rate * (self.x.T @ grad) / n
        self.b -= learning_rate * grad.sum(axis=0, keepdims=True) / n
        return dx
