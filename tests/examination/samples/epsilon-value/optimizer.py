import numpy as np


class RMSprop:
    def __init__(self, lr=0.001, rho=0.9):
        self.lr = lr
        self.rho = rho
        self.cache = {}

    def update(self, params, grads):
        for k in params:
            if k not in self.cache:
                self.cache[k] = np.zeros_like(params[k])
            self.cache[k] = self.rho * self.cache[k] + (1 - self.rho) * grads[k] ** 2
            params[k] -= self.lr * grads[k] / np.sqrt(self.cache[k] + 1e-6)
