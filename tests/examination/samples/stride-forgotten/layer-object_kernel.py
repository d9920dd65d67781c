import numpy as np


class Conv2D:
    def __init__(self, filters, kernel_size, in_channels, stride=1):
        self.W = np.random.randn(kernel_size, kernel_size, in_channels, filters) * 0.1
        self.b = np.zeros(filters)
        self.stride = stride

    def forward(self, x):
        self.x = x
        n, h, w, c = x.shape
        k, s = self.W.shape[0], self.stride
        oh, ow = (h - k) // s + 1, (w - k) // s + 1
        out = np.zeros((n, oh, ow, self.W.shape[3]))
        for i in range(oh):
            for j in range(ow):
                patch = x[:, i * s : i * s + k, j * s : j * s + k, :]
                out[:, i, j, :] = np.tensordot(patch, self.W, axes=([1, 2, 3], [0, 1, 2])) + self.b
        return out

    def backward(self, dout):
        k, s = self.W.shape[0], self.stride
        dx = np.zeros_like(self.x)
        self.dW = np.zeros_like(self.W)
        self.db = dout.sum(axis=(0, 1, 2))
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                patch = self.x[:, i : i + k, j : j + k, :]
                d = dout[:, i, j, :]
                self.dW += np.tensordot(patch, d, axes=([0], [0]))
                dx[:, i * s : i * s + k, j * s : j * s + k, :] += np.tensordot(d, self.W, axes=([1], [3]))
        return dx
