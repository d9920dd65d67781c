import numpy as np


class Linear:
    def __init__(self, in_dim, out_dim):
        self.weight = np.random.randn(in_dim, out_dim) * 0.1
        self.bias = np.zeros(out_dim)

    def forward(self, x):
        self.x = x
        return x @ self.weight + self.bias

    def backward(self, grad):
        self.grad_weight = grad.T @ self.x
        self.grad_bias = grad.sum(axis=0)
        return grad @ self.weight.T
