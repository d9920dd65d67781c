"""Optimizers that are handed pairs, as Keras's own `apply_gradients` is, and the other way round."""


class SGD:
    def __init__(self, learning_rate=0.01, momentum=0.0):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.v = {}

    def apply_gradients(self, grads_and_vars):
        for i, (g, w) in enumerate(grads_and_vars):
            v = self.v[i] = self.momentum * self.v.get(i, 0.0) - self.learning_rate * g
            w += v


class GradientDescent:
    def __init__(self, lr=0.01):
        self.lr = lr

    def step(self, params_and_grads):
        for w, g in params_and_grads:
            w -= self.lr * g
