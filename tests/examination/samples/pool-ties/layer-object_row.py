import numpy as np


class MaxPool1D:
    def __init__(self, pool_size=2, strides=1):
        self.pool_size = pool_size
        self.strides = strides

    def forward(self, x):
        self.x = x
        n, steps, c = x.shape
        k, s = self.pool_size, self.strides
        out = np.zeros((n, (steps - k) // s + 1, c))
        for i in range(out.shape[1]):
            out[:, i, :] = x[:, i * s : i * s + k, :].max(axis=1)
        return out

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        k, s = self.pool_size, self.strides
        for b in range(dout.shape[0]):
            for i in range(dout.shape[1]):
                for ch in range(dout.shape[2]):
                    a = np.argmax(self.x[b, i * s : i * s + k, ch])
                    dx[b, i * s + a, ch] = dout[b, i, ch]
        return dx
