import numpy as np


class Adagrad:
    def __init__(self, lr=0.01, eps=1e-7):
        self.lr, self.eps = lr, eps
        self.state = {}

    def update(self, params, grads):
        for k in params:
            g = grads[k]
            self.state[k] = g**2
            params[k] -= self.lr * g / (np.sqrt(self.state[k]) + self.eps)
