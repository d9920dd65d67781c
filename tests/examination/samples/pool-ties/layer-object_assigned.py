import numpy as np


class MaxPooling2D:
    def __init__(self, pool_size=2, strides=2):
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
                out[:, i, j, :] = x[:, i * s : i * s + k, j * s : j * s + k, :].max(axis=(1, 2))
        return out

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        k, s = self.pool_size, self.strides
        n, oh, ow, c = dout.shape
        for b in range(n):
            for i in range(oh):
                for j in range(ow):
                    for ch in range(c):
                        window = self.x[b, i * s : i * s + k, j * s : j * s + k, ch]
                        a, d = np.unravel_index(np.argmax(window), window.shape)
                        dx[b, i * s + a, j * s + d, ch] = dout[b, i, j, ch]
        return dx
