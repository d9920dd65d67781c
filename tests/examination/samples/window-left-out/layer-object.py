import numpy as np


class Conv2D:
    def __init__(self, in_channels, n_filters, kernel_size):
        self.k = kernel_size
        self.weights = np.random.randn(kernel_size, kernel_size, in_channels, n_filters) * 0.1
        self.bias = np.zeros(n_filters)

    def forward(self, x):
        n, h, w, c = x.shape
        k = self.k
        out = np.zeros((n, h - k, w - k, self.weights.shape[-1]))
        for i in range(h - k):
            for j in range(w - k):
                for f in range(self.weights.shape[-1]):
                    out[:, i, j, f] = np.sum(x[:, i : i + k, j : j + k, :] * self.weights[..., f], axis=(1, 2, 3)) + self.bias[f]
        return out
