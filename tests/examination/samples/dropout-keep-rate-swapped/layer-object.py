import numpy as np


class Dropout:
    def __init__(self, rate):
        self.rate = rate

    def forward(self, x, training=True):
        if not training:
            return x.copy()
        self.mask = (np.random.rand(*x.shape) < self.rate) / self.rate
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask
