import numpy as np


class DenseLayer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(input_size, output_size) * np.sqrt(2 / input_size)
        self.bias = np.zeros((1, output_size))

    def forward(self, inputs):
        self.inputs = inputs
        self.output = inputs @ self.weights + self.bias

    def backward(self, dvalues):
        self.dweights = self.inputs.T @ dvalues
        self.dbias = np.mean(dvalues, axis=0, keepdims=True)
        self.dinputs = dvalues @ self.weights.T
