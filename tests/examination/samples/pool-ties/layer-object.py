import numpy as np


class MaxPool2D:
    def __init__(self, pool_size=2, stride=2):
        self.pool_size = pool_size
        self.stride = stride

    def forward(self, x):
        self.x = x
        n, h, w, c = x.shape
        k, s = self.pool_size, self.stride
        oh, ow = (h - k) // s + 1, (w - k) // s + 1
        out = np.zeros((n, oh, ow, c))
        for i in range(oh):
            for j in range(ow):
                out[:, i, j, :] = x[:, i * s : i * s + k, j * s : j * s + k, :].max(axis=(1, 2))
        return out

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        k, s = self.pool_size, self.stride
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                window = self.x[:, i * s : i * s + k, j * s : j * s + k, :]
                mask = window == window.max(axis=(1, 2), keepdims=True)
                dx[:, i * s : i * s + k, j * s : j * s + k, :] += mask * dout[:, i : i + 1, j : j + 1, :]
        return dx
