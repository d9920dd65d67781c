import numpy as np


class AvgPool2D:
    def __init__(self, pool_size=2, stride=2):
        self.k, self.s = pool_size, stride

    def forward(self, x):
        self.x = x
        n, h, w, c = x.shape
        k, s = self.k, self.s
        out = np.zeros((n, (h - k) // s + 1, (w - k) // s + 1, c))
        for i in range(out.shape[1]):
            for j in range(out.shape[2]):
                out[:, i, j] = x[:, i * s : i * s + k, j * s : j * s + k].mean(axis=(1, 2))
        return out

    def backward(self, dout):
        k, s = self.k, self.s
        dx = np.zeros_like(self.x)
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                dx[:, i * s : i * s + k, j * s : j * s + k] += dout[:, i : i + 1, j : j + 1]
        return dx
