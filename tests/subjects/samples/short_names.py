"""Layers whose arguments are single letters, some of which elsewhere name a weight."""

import numpy as np


class Conv2D:
    def __init__(self, c_in, c_out, k, stride=1, pad=0):
        self.k, self.stride, self.pad = k, stride, pad
        self.W = np.random.randn(c_out, c_in, k, k) * 0.1
        self.b = np.zeros(c_out)

    def forward(self, x):
        self.x = np.pad(x, ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)))
        n, c, h, w = self.x.shape
        k, s = self.k, self.stride
        oh, ow = (h - k) // s + 1, (w - k) // s + 1
        out = np.zeros((n, self.W.shape[0], oh, ow))
        for i in range(oh):
            for j in range(ow):
                patch = self.x[:, :, i * s : i * s + k, j * s : j * s + k]
                out[:, :, i, j] = np.tensordot(patch, self.W, axes=([1, 2, 3], [1, 2, 3])) + self.b
        return out

    def backward(self, dout):
        k, s = self.k, self.stride
        self.dW = np.zeros_like(self.W)
        self.db = dout.sum(axis=(0, 2, 3))
        dx = np.zeros_like(self.x)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                patch = self.x[:, :, i * s : i * s + k, j * s : j * s + k]
                self.dW += np.tensordot(dout[:, :, i, j], patch, axes=([0], [0]))
                dx[:, :, i * s : i * s + k, j * s : j * s + k] += np.tensordot(dout[:, :, i, j], self.W, axes=([1], [0]))
        p = self.pad
        return dx[:, :, p : dx.shape[2] - p, p : dx.shape[3] - p]


class Reshape:
    def __init__(self, shape):
        self.shape = shape
    def forward(self, x):
        self.old = x.shape
        return x.reshape((len(x), *self.shape))
    def backward(self, dout):
        return dout.reshape(self.old)


class DenseReLU:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros(n_out)
    def forward(self, x):
        self.x = x
        self.z = x @ self.W + self.b
        return np.maximum(self.z, 0)
    def backward(self, dout):
        dz = dout * (self.z > 0)
        self.dW = self.x.T @ dz
        self.db = dz.sum(axis=0)
        return dz @ self.W.T
