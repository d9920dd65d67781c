"""A dictionary of functions with their derivatives, and optimizers that have momentum of their own or ask for the gradient."""

import numpy as np

ACTIVATIONS = {
    "relu": (lambda x: np.maximum(x, 0), lambda x: (x > 0).astype(x.dtype)),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
}

relu = ACTIVATIONS["relu"]
tanh = ACTIVATIONS["tanh"]


class SGD:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum, self.velocity = learning_rate, momentum, {}

    def update(self, params, grads):
        for name, gradient in grads.items():
            self.velocity[name] = self.momentum * self.velocity.get(name, 0.0) - self.learning_rate * gradient
            params[name] += self.velocity[name]


class NesterovMomentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum, self.v = lr, momentum, 0.0

    def step(self, w, gradient_function):
        ahead = w + self.momentum * self.v
        self.v = self.momentum * self.v - self.lr * gradient_function(ahead)
        return w + self.v
