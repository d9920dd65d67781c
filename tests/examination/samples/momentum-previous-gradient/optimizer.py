import numpy as np


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.prev = {}

    def update(self, params, grads):
        for k in params:
            last = self.prev.get(k, np.zeros_like(grads[k]))
            params[k] -= self.lr * grads[k] + self.momentum * self.lr * last
            self.prev[k] = grads[k].copy()
