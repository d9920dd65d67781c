import numpy as np


class LeakyReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.05 * x, x)

    def backward(self, dout):
        dx = dout.copy()
        dx[self.x <= 0] *= 0.05
        return dx
