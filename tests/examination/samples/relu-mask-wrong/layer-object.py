import numpy as np


class Relu:
    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.out = np.maximum(0, x)
        self.mask = self.out >= 0
        return self.out

    def backward(self, dout):
        return dout * self.mask
