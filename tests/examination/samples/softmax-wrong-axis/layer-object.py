import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=0, keepdims=True))
        self.out = e / e.sum(axis=0, keepdims=True)
        return self.out

    def backward(self, dout):
        s = np.sum(dout * self.out, axis=0, keepdims=True)
        return self.out * (dout - s)
