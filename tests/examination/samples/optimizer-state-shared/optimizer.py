import numpy as np


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = 0

    def update(self, w, grad):
        self.v = self.momentum * self.v - self.lr * grad
        return w + self.v
