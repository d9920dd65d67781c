import numpy as np


class DenseLayer:
    def __init__(self, n_in, n_out):
        self.params = {"W": np.random.randn(n_out, n_in), "b": np.zeros((n_out, 1))}
        self.grads = {}

    def forward(self, A_prev):
        self.A_prev = A_prev
        return np.dot(self.params["W"], A_prev) + self.params["b"]

    def backward(self, dZ):
        m = dZ.shape[1]
        self.grads["W"] = np.dot(dZ, self.A_prev.T) / m
        self.grads["b"] = np.sum(dZ, axis=1, keepdims=True) / m
        return np.dot(self.params["W"].T, dZ)

    def update_weights(self, alpha):
        for key in self.params:
            self.params[key] = self.params[key] + alpha * self.grads[key]
