"""Options that are off by default, or have an argument of their own: a bias, zeros around, words for padding, a momentum."""

import numpy as np


class Linear:
    """PyTorch-like: weight (out, in), bias off by default."""

    def __init__(self, in_features, out_features, bias=False, rng=np.random.default_rng(0)):
        k = 1 / np.sqrt(in_features)
        self.weight = rng.uniform(-k, k, (out_features, in_features))
        self.bias = rng.uniform(-k, k, out_features) if bias else None
        self.weight_grad = None
        self.bias_grad = None

    def forward(self, x):
        self._x = x
        y = x @ self.weight.T
        if self.bias is not None:
            y = y + self.bias
        return y

    def backward(self, grad_output):
        self.weight_grad = grad_output.T @ self._x
        if self.bias is not None:
            self.bias_grad = grad_output.sum(0)
        return grad_output @ self.weight


class Conv2d:
    def __init__(self, cin, cout, kernel_size, stride=1, padding=0):
        self.k, self.s, self.p = kernel_size, stride, padding
        self.W = np.random.randn(cout, cin, kernel_size, kernel_size) * 0.1
        self.b = np.zeros(cout)

    def forward(self, x):
        self.H, self.Wd = x.shape[2:]
        self.x = np.pad(x, ((0, 0), (0, 0), (self.p,) * 2, (self.p,) * 2))
        k, s = self.k, self.s
        v = np.lib.stride_tricks.sliding_window_view(self.x, (k, k), axis=(2, 3))[:, :, ::s, ::s]
        self.v = v
        return np.einsum("nchwij,ocij->nohw", v, self.W) + self.b[:, None, None]

    def backward(self, d):
        k, s = self.k, self.s
        self.dW = np.einsum("nohw,nchwij->ocij", d, self.v)
        self.db = d.sum(axis=(0, 2, 3))
        dx = np.zeros_like(self.x)
        for i in range(d.shape[2]):
            for j in range(d.shape[3]):
                dx[:, :, i * s : i * s + k, j * s : j * s + k] += np.einsum("no,ocij->ncij", d[:, :, i, j], self.W)
        return dx[:, :, self.p : self.p + self.H, self.p : self.p + self.Wd]


class Conv1D:
    def __init__(self, filters, kernel_size, in_channels, padding="valid", stride=1):
        self.kernel = np.random.randn(kernel_size, in_channels, filters) * 0.1
        self.bias = np.zeros(filters)
        self.padding, self.stride, self.k = padding, stride, kernel_size

    def forward(self, x):
        if self.padding == "causal":
            x = np.pad(x, ((0, 0), (self.k - 1, 0), (0, 0)))
        self.x = x
        n = (x.shape[1] - self.k) // self.stride + 1
        return (
            np.stack([np.tensordot(x[:, i * self.stride : i * self.stride + self.k], self.kernel, 2) for i in range(n)], axis=1) + self.bias
        )

    def backward(self, g):
        self.dbias = g.sum(axis=(0, 1))
        self.dkernel = np.zeros_like(self.kernel)
        dx = np.zeros_like(self.x)
        for i in range(g.shape[1]):
            sl = slice(i * self.stride, i * self.stride + self.k)
            self.dkernel += np.einsum("nkc,no->kco", self.x[:, sl], g[:, i])
            dx[:, sl] += np.einsum("no,kco->nkc", g[:, i], self.kernel)
        return dx[:, self.k - 1 :] if self.padding == "causal" else dx


class Dense:
    """Updates itself, momentum off by default."""

    def __init__(self, in_size, out_size, momentum=0.0):
        self.weights = np.random.randn(in_size, out_size) * 0.1
        self.bias = np.zeros((1, out_size))
        self.momentum = momentum
        self._vw = np.zeros_like(self.weights)
        self._vb = np.zeros_like(self.bias)

    def forward_propagation(self, input_data):
        self.input = input_data
        return self.input @ self.weights + self.bias

    def backward_propagation(self, output_error, learning_rate):
        input_error = output_error @ self.weights.T
        self._vw = self.momentum * self._vw - learning_rate * self.input.T @ output_error
        self._vb = self.momentum * self._vb - learning_rate * output_error.sum(axis=0, keepdims=True)
        self.weights += self._vw
        self.bias += self._vb
        return input_error


class AdamW:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7, weight_decay=0.0):
        self.lr, self.beta1, self.beta2, self.eps, self.weight_decay = lr, beta1, beta2, eps, weight_decay
        self.state = {}

    def update(self, name, w, g):
        m, v, t = self.state.get(name, (np.zeros_like(w), np.zeros_like(w), 0))
        t += 1
        m = self.beta1 * m + (1 - self.beta1) * g
        v = self.beta2 * v + (1 - self.beta2) * g**2
        self.state[name] = (m, v, t)
        w = w * (1 - self.lr * self.weight_decay)
        return w - self.lr * (m / (1 - self.beta1**t)) / (np.sqrt(v / (1 - self.beta2**t)) + self.eps / np.sqrt(1 - self.beta2**t))
