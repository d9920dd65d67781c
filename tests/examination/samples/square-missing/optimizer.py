import numpy as np


class RMSprop:
    def __init__(self, lr=0.001, rho=0.9, eps=1e-7):
        self.lr, self.rho, self.eps = lr, rho, eps
        self.state = {}

    def update(self, params, grads):
        for k in params:
            s = self.state.setdefault(k, np.zeros_like(params[k]))
            g = grads[k]
            self.state[k] = self.rho * s + (1 - self.rho) * np.abs(g)
            params[k] -= self.lr * g / np.sqrt(self.state[k] + self.eps)
