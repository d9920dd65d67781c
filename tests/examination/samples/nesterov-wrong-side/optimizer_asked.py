import numpy as np


class NAG:
    def __init__(self, learning_rate=0.1, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.velocity = None

    def update(self, theta, grad_func):
        if self.velocity is None:
            self.velocity = np.zeros_like(theta)
        gradient = grad_func(theta - self.momentum * self.velocity)
        self.velocity = self.momentum * self.velocity - self.learning_rate * gradient
        return theta + self.velocity
