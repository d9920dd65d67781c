import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_in, n_out) * 0.1
        self.bias = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return np.dot(x, self.weights) + self.bias

    def backward(self, output_gradient, learning_rate):
        input_gradient = np.dot(output_gradient, self.weights.T)
        self.weights += learning_rate * np.dot(self.x.T, output_gradient)
        self.bias += learning_rate * np.sum(output_gradient, axis=0, keepdims=True)
        return input_gradient
