import numpy as np


class Dropout:
    def __init__(self, rate=0.5):
        self.keep = 1 - rate

    def forward(self, x, training=True):
        if not training:
            return x.copy()
        self.mask = (np.random.randn(*x.shape) < self.keep) / self.keep
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask
