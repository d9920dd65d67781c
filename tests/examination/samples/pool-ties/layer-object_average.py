import numpy as np


class AveragePooling2D:
    def __init__(self, pool_size=3, strides=2):
        self.pool_size = pool_size
        self.strides = strides

    def forward(self, x):
        self.x = x
        n, h, w, c = x.shape
        k, s = self.pool_size, self.strides
        oh, ow = (h - k) // s + 1, (w - k) // s + 1
        out = np.zeros((n, oh, ow, c))
        for i in range(oh):
            for j in range(ow):
                out[:, i, j, :] = x[:, i * s : i * s + k, j * s : j * s + k, :].mean(axis=(1, 2))
        return out

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        k, s = self.pool_size, self.strides
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                dx[:, i * s : i * s + k, j * s : j * s + k, :] = dout[:, i : i + 1, j : j + 1, :] / (k * k)
        return dx
