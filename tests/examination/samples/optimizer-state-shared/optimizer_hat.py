import numpy as np


class Adam:
    def __init__(self, lr=0.001):
        self.lr, self.m, self.v, self.t = lr, 0, 0, 0

    def step(self, params, grads):
        self.t += 1
        for p, g in zip(params, grads):
            self.m = 0.9 * self.m + 0.1 * g
            self.v = 0.999 * self.v + 0.001 * g * g
            p -= self.lr * (self.m / (1 - 0.9**self.t)) / (np.sqrt(self.v / (1 - 0.999**self.t)) + 1e-7)
