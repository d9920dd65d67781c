import numpy as np


class Dropout:
    def __init__(self, rate=0.5):
        self.rate = rate

    def forward(self, x, training=True):
        if training:
            self.mask = np.random.rand(*x.shape) >= self.rate
            return x * self.mask
        return x

    def backward(self, dout):
        return dout * self.mask
