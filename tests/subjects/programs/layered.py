"""Whole programs of any number of layers, right ones; faults are planted by replacing text."""

from __future__ import annotations

from tests.subjects.programs.functions import HEAD

LISTS = (
    HEAD
    + '''

class Network:
    def __init__(self, sizes, learning_rate=0.1):
        self.learning_rate = learning_rate
        self.weights = [np.random.randn(m, n) for m, n in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros((1, n)) for n in sizes[1:]]

    def forward(self, X):
        self.activations = [X]
        for number, (w, b) in enumerate(zip(self.weights, self.biases)):
            z = self.activations[-1] @ w + b
            self.activations.append(softmax(z) if number == len(self.weights) - 1 else sigmoid(z))
        return self.activations[-1]

    def train(self, X, y):
        """One step of gradient descent on the summed cross-entropy."""
        out = self.forward(X)
        delta = out - y
        deltas = []
        for layer in reversed(range(len(self.weights))):
            deltas.append((self.activations[layer].T @ delta, delta.sum(axis=0, keepdims=True)))
            if layer:
                a = self.activations[layer]
                delta = delta @ self.weights[layer].T * a * (1 - a)
        for (dw, db), layer in zip(deltas, reversed(range(len(self.weights)))):
            self.weights[layer] -= self.learning_rate * dw
            self.biases[layer] -= self.learning_rate * db
'''
)

LAYERS = (
    HEAD
    + """

class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.01
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout, lr):
        dx = dout @ self.W.T
        self.W -= lr * self.x.T @ dout
        self.b -= lr * dout.sum(axis=0)
        return dx


class Sigmoid:
    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout, lr):
        return dout * self.out * (1 - self.out)


class Model:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return softmax(x)

    def fit(self, x_train, y_train, epochs=1000, learning_rate=0.1, verbose=True):
        for epoch in range(epochs):
            p = self.predict(x_train)
            loss = -np.mean(np.log(p[np.arange(len(p)), y_train]))
            grad = p.copy()
            grad[np.arange(len(p)), y_train] -= 1
            grad /= len(p)
            for layer in reversed(self.layers):
                grad = layer.backward(grad, learning_rate)
            if verbose:
                print(epoch, loss)


def build():
    model = Model()
    model.add(Dense(784, 50))
    model.add(Sigmoid())
    model.add(Dense(50, 10))
    return model


net = build()
"""
)
