import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x)
        self.out = e / np.sum(e, axis=1, keepdims=True)
        return self.out

    def backward(self, dout):
        dx = self.out * dout
        return dx - self.out * np.sum(dx, axis=1, keepdims=True)
