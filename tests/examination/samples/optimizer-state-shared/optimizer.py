import numpy as np


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = 0

    def update(self, params, grads):
        for i in range(len(params)):
            self.v = self.momentum * self.v - self.lr * grads[i]
            params[i] = params[i] + self.v
