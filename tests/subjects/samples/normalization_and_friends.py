"""Layer objects beyond Dense, with Keras's defaults."""

import numpy as np


class BatchNorm1d:
    def __init__(self, num_features, eps=1e-3, momentum=0.99):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.running_mean = np.zeros(num_features)
        self.running_var = np.ones(num_features)
        self.eps = eps
        self.momentum = momentum

    def forward(self, x, training=True):
        if training:
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mean, var = self.running_mean, self.running_var
        self.training = training
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.gamma * self.x_hat + self.beta

    def backward(self, dout):
        self.dgamma = np.sum(dout * self.x_hat, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        dx_hat = dout * self.gamma
        if not self.training:
            return dx_hat / self.std
        return (dx_hat - dx_hat.mean(axis=0) - self.x_hat * np.mean(dx_hat * self.x_hat, axis=0)) / self.std


class LayerNorm:
    def __init__(self, dim, eps=1e-3):
        self.params = {"gamma": np.ones(dim), "beta": np.zeros(dim)}
        self.grads = {}
        self.eps = eps

    def forward(self, x):
        mu = x.mean(axis=-1, keepdims=True)
        self.std = np.sqrt(x.var(axis=-1, keepdims=True) + self.eps)
        self.x_hat = (x - mu) / self.std
        return self.params["gamma"] * self.x_hat + self.params["beta"]

    def backward(self, dout):
        axes = tuple(range(dout.ndim - 1))
        self.grads["gamma"] = (dout * self.x_hat).sum(axis=axes)
        self.grads["beta"] = dout.sum(axis=axes)
        g = dout * self.params["gamma"]
        return (g - g.mean(-1, keepdims=True) - self.x_hat * (g * self.x_hat).mean(-1, keepdims=True)) / self.std


class Dropout:
    def __init__(self, dropout_ratio=0.5):
        self.dropout_ratio = dropout_ratio
        self.mask = None

    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = (np.random.rand(*x.shape) >= self.dropout_ratio) / (1.0 - self.dropout_ratio)
            return x * self.mask
        self.mask = np.ones_like(x)
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask


class Embedding:
    def __init__(self, W):
        self.params = [W]
        self.grads = [np.zeros_like(W)]
        self.idx = None

    def forward(self, idx):
        (W,) = self.params
        self.idx = idx
        return W[idx]

    def backward(self, dout):
        (dW,) = self.grads
        dW[...] = 0
        np.add.at(dW, self.idx, dout)


class Flatten:
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, dout):
        return dout.reshape(self.shape)


class Conv2D:
    """Channels last, stride and padding told."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.W = np.random.randn(kernel_size, kernel_size, in_channels, out_channels) * 0.1
        self.b = np.zeros(out_channels)
        self.stride, self.padding = stride, padding

    def forward(self, x):
        p, s, k = self.padding, self.stride, self.W.shape[0]
        self.x = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        n, h, w, _ = self.x.shape
        oh, ow = (h - k) // s + 1, (w - k) // s + 1
        out = np.empty((n, oh, ow, self.W.shape[-1]), dtype=x.dtype)
        for i in range(oh):
            for j in range(ow):
                patch = self.x[:, i * s : i * s + k, j * s : j * s + k, :]
                out[:, i, j, :] = np.tensordot(patch, self.W, axes=([1, 2, 3], [0, 1, 2])) + self.b
        return out

    def backward(self, dout):
        p, s, k = self.padding, self.stride, self.W.shape[0]
        self.dW, self.db = np.zeros_like(self.W), dout.sum(axis=(0, 1, 2))
        dx = np.zeros_like(self.x)
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                patch = self.x[:, i * s : i * s + k, j * s : j * s + k, :]
                self.dW += np.tensordot(patch, dout[:, i, j, :], axes=([0], [0]))
                dx[:, i * s : i * s + k, j * s : j * s + k, :] += np.tensordot(dout[:, i, j, :], self.W, axes=([1], [3]))
        return dx[:, p : dx.shape[1] - p, p : dx.shape[2] - p, :]


class MaxPool2D:
    """Channels first, as in the book."""

    def __init__(self, pool_h, pool_w, stride=2, pad=0):
        self.pool_h, self.pool_w, self.stride, self.pad = pool_h, pool_w, stride, pad

    def forward(self, x):
        self.x = x
        n, c, h, w = x.shape
        s = self.stride
        oh, ow = (h - self.pool_h) // s + 1, (w - self.pool_w) // s + 1
        out = np.zeros((n, c, oh, ow), dtype=x.dtype)
        for i in range(oh):
            for j in range(ow):
                out[:, :, i, j] = x[:, :, i * s : i * s + self.pool_h, j * s : j * s + self.pool_w].max(axis=(2, 3))
        return out

    def backward(self, dout):
        n, c, oh, ow = dout.shape
        s, dx = self.stride, np.zeros_like(self.x)
        for b in range(n):
            for ch in range(c):
                for i in range(oh):
                    for j in range(ow):
                        window = self.x[b, ch, i * s : i * s + self.pool_h, j * s : j * s + self.pool_w]
                        a, d = np.unravel_index(np.argmax(window), window.shape)
                        dx[b, ch, i * s + a, j * s + d] += dout[b, ch, i, j]
        return dx


class AvgPool2D:
    def __init__(self, size, stride):
        self.size, self.stride = size, stride

    def forward(self, x):
        self.shape, k, s = x.shape, self.size, self.stride
        n, h, w, c = x.shape
        oh, ow = (h - k) // s + 1, (w - k) // s + 1
        return np.stack([np.stack([x[:, i * s : i * s + k, j * s : j * s + k].mean(axis=(1, 2)) for j in range(ow)], axis=1) for i in range(oh)], axis=1)

    def backward(self, grad):
        dx, k, s = np.zeros(self.shape, dtype=grad.dtype), self.size, self.stride
        for i in range(grad.shape[1]):
            for j in range(grad.shape[2]):
                dx[:, i * s : i * s + k, j * s : j * s + k] += grad[:, i : i + 1, j : j + 1] / (k * k)
        return dx


class RMSNorm:
    def __init__(self, dim, eps=1e-6):
        self.eps = eps
        self.gamma = np.ones(dim)
    def forward(self, x):
        self.x = x
        self.r = 1.0 / np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + self.eps)
        return self.x * self.r * self.gamma
    def backward(self, dout):
        self.dgamma = np.sum(dout * self.x * self.r, axis=0)
        g = dout * self.gamma
        return self.r * (g - self.x * self.r**2 * np.mean(g * self.x, axis=-1, keepdims=True))


class Reshape:
    def __init__(self, input_shape, output_shape):
        self.input_shape = input_shape
        self.output_shape = output_shape

    def forward(self, x):
        return x.reshape((len(x), *self.output_shape))

    def backward(self, dout):
        return dout.reshape((len(dout), *self.input_shape))
