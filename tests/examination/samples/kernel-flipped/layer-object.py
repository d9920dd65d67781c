import numpy as np


class Conv2D:
    def __init__(self, in_channels, out_channels, kernel_size):
        self.k = kernel_size
        self.W = np.random.randn(kernel_size, kernel_size, in_channels, out_channels) * 0.1
        self.b = np.zeros(out_channels)

    def forward(self, x):
        self.x = x
        n, h, w, c = x.shape
        k = self.k
        flipped = self.W[::-1, ::-1]
        out = np.zeros((n, h - k + 1, w - k + 1, self.W.shape[3]))
        for i in range(h - k + 1):
            for j in range(w - k + 1):
                patch = x[:, i : i + k, j : j + k, :]
                out[:, i, j, :] = np.tensordot(patch, flipped, axes=([1, 2, 3], [0, 1, 2])) + self.b
        return out

    def backward(self, dout):
        k = self.k
        flipped = self.W[::-1, ::-1]
        dx = np.zeros_like(self.x)
        dW = np.zeros_like(self.W)
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                patch = self.x[:, i : i + k, j : j + k, :]
                d = dout[:, i, j, :]
                dW += np.tensordot(patch, d, axes=([0], [0]))
                dx[:, i : i + k, j : j + k, :] += np.tensordot(d, flipped, axes=([1], [3]))
        self.dW = dW[::-1, ::-1].copy()
        self.db = dout.sum(axis=(0, 1, 2))
        return dx
