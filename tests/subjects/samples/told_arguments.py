"""Layer objects whose arguments may have other values than their defaults: names of activations, windows that are not square."""

import numpy as np


class LeakyReLU:
    def __init__(self, alpha=0.2):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.alpha * x)

    def backward(self, dout):
        return dout * np.where(self.x > 0, 1.0, self.alpha)


class Softmax:
    def __init__(self, axis=-1):
        self.axis = axis

    def forward(self, x):
        e = np.exp(x - x.max(axis=self.axis, keepdims=True))
        self.y = e / e.sum(axis=self.axis, keepdims=True)
        return self.y

    def backward(self, dy):
        return self.y * (dy - np.sum(dy * self.y, axis=self.axis, keepdims=True))


class Dense:
    def __init__(self, units, activation=None, use_bias=True):
        self.units, self.activation, self.use_bias = units, activation, use_bias
        self.W = None

    def build(self, input_dim):
        self.W = np.random.randn(input_dim, self.units) * np.sqrt(2 / input_dim)
        self.b = np.zeros(self.units)

    def forward(self, x):
        if self.W is None:
            self.build(x.shape[1])
        self.x = x
        z = x @ self.W + self.b if self.use_bias else x @ self.W
        self.y = {None: z, "relu": np.maximum(z, 0), "tanh": np.tanh(z)}[self.activation]
        return self.y

    def backward(self, dy):
        dz = dy * {None: 1, "relu": self.y > 0, "tanh": 1 - self.y**2}[self.activation]
        self.dW = self.x.T @ dz
        self.db = dz.sum(axis=0)
        return dz @ self.W.T


class Conv2D:
    def __init__(self, filters, kernel_size, in_channels, stride=1, use_bias=True):
        height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.W = np.random.randn(height, width, in_channels, filters) * 0.1
        self.b = np.zeros(filters) if use_bias else None
        self.stride = stride

    def windows(self):
        height, width = self.W.shape[:2]
        for i in range(self.rows):
            for j in range(self.columns):
                top, left = i * self.stride, j * self.stride
                yield i, j, np.s_[:, top : top + height, left : left + width]

    def forward(self, x):
        self.x = x
        height, width = self.W.shape[:2]
        self.rows, self.columns = (x.shape[1] - height) // self.stride + 1, (x.shape[2] - width) // self.stride + 1
        y = np.zeros((len(x), self.rows, self.columns, self.W.shape[-1]))
        for i, j, window in self.windows():
            y[:, i, j] = np.tensordot(x[window], self.W, axes=([1, 2, 3], [0, 1, 2]))
        return y if self.b is None else y + self.b

    def backward(self, dy):
        dx, self.dW, self.db = np.zeros_like(self.x), np.zeros_like(self.W), dy.sum(axis=(0, 1, 2))
        for i, j, window in self.windows():
            self.dW += np.tensordot(self.x[window], dy[:, i, j], axes=([0], [0]))
            dx[window] += np.tensordot(dy[:, i, j], self.W, axes=([1], [3]))
        return dx


class MaxPool2D:
    def __init__(self, pool_h, pool_w, stride=2):
        self.pool_h, self.pool_w, self.stride = pool_h, pool_w, stride

    def forward(self, x):
        self.x = x
        self.rows = (x.shape[1] - self.pool_h) // self.stride + 1
        self.columns = (x.shape[2] - self.pool_w) // self.stride + 1
        return np.stack([np.stack([x[self.window(i, j)].max(axis=(1, 2)) for j in range(self.columns)], 1) for i in range(self.rows)], 1)

    def window(self, i, j):
        top, left = i * self.stride, j * self.stride
        return np.s_[:, top : top + self.pool_h, left : left + self.pool_w]

    def backward(self, dy):
        dx = np.zeros_like(self.x)
        for i in range(self.rows):
            for j in range(self.columns):
                window = self.x[self.window(i, j)]
                flat = window.reshape(len(window), -1, window.shape[-1])
                first = np.arange(flat.shape[1])[None, :, None] == flat.argmax(axis=1)[:, None]
                dx[self.window(i, j)] += first.reshape(window.shape) * dy[:, i, j][:, None, None]
        return dx


class BatchNorm:
    """Of columns, or of images with the channels last."""

    def __init__(self, dim, eps=1e-3, momentum=0.99):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
        self.running_mean, self.running_var = np.zeros(dim), np.ones(dim)
        self.eps, self.momentum = eps, momentum

    def forward(self, x, training=True):
        self.axes = 0 if x.ndim == 2 else (0, 1, 2)
        if training:
            mean, variance = x.mean(self.axes), x.var(self.axes)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * variance
        else:
            mean, variance = self.running_mean, self.running_var
        self.std = np.sqrt(variance + self.eps)
        self.xhat = (x - mean) / self.std
        return self.gamma * self.xhat + self.beta

    def backward(self, dy):
        self.dgamma, self.dbeta = (dy * self.xhat).sum(self.axes), dy.sum(self.axes)
        g = dy * self.gamma
        return (g - g.mean(self.axes) - self.xhat * (g * self.xhat).mean(self.axes)) / self.std
