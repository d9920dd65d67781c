import numpy as np


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum = lr, momentum
        self.state = {}

    def update(self, params, grads):
        for k in params:
            s = self.state.setdefault(k, np.zeros_like(params[k]))
            g = grads[k]
            self.state[k] = self.momentum * s - self.lr * g
            params[k] += self.lr * self.state[k]
