"""Layers that make images and series larger, and groups of channels that are normalized together."""

import numpy as np


class UpSampling2D:
    def __init__(self, scale=2):
        self.scale = scale

    def forward(self, x):
        return x.repeat(self.scale, axis=1).repeat(self.scale, axis=2)

    def backward(self, dy):
        n, h, w, c = dy.shape
        s = self.scale
        return dy.reshape(n, h // s, s, w // s, s, c).sum(axis=(2, 4))


class Upsample1D:
    def __init__(self, factor):
        self.factor = factor

    def forward(self, x):
        return np.repeat(x, self.factor, axis=1)

    def backward(self, dy):
        n, t, c = dy.shape
        return dy.reshape(n, t // self.factor, self.factor, c).sum(axis=2)


class ZeroPadding2D:
    def __init__(self, pad=1):
        self.pad = pad

    def forward(self, x):
        p = self.pad
        return np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))

    def backward(self, dy):
        p = self.pad
        return dy[:, p:-p, p:-p, :]


class GroupNorm:
    def __init__(self, num_groups, num_channels, eps=1e-3):
        self.groups, self.eps = num_groups, eps
        self.gamma, self.beta = np.ones(num_channels), np.zeros(num_channels)

    def forward(self, x):
        n, h, w, c = x.shape
        parts = x.reshape(n, h, w, self.groups, c // self.groups)
        mean, var = (f(axis=(1, 2, 4), keepdims=True) for f in (parts.mean, parts.var))
        self.std = np.sqrt(var + self.eps)
        self.normed = (parts - mean) / self.std
        return self.normed.reshape(x.shape) * self.gamma + self.beta

    def backward(self, dy):
        self.dbeta = dy.sum(axis=(0, 1, 2))
        self.dgamma = (dy * self.normed.reshape(dy.shape)).sum(axis=(0, 1, 2))
        d, axes = (dy * self.gamma).reshape(self.normed.shape), (1, 2, 4)
        back = d - d.mean(axis=axes, keepdims=True) - self.normed * (d * self.normed).mean(axis=axes, keepdims=True)
        return (back / self.std).reshape(dy.shape)
