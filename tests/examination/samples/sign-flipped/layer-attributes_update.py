import numpy as np


class Layer_Dense:
    def __init__(self, n_inputs, n_neurons, learning_rate=0.1):
        self.weights = 0.01 * np.random.randn(n_inputs, n_neurons)
        self.biases = np.zeros((1, n_neurons))
        self.learning_rate = learning_rate

    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.dot(inputs, self.weights) + self.biases

    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = np.dot(dvalues, self.weights.T)

    def update_params(self):
        self.weights += -self.learning_rate * self.dweights
        self.biases += self.learning_rate * self.dbiases
