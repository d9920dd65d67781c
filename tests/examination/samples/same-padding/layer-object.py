import numpy as np


class Conv2D:
    def __init__(self, in_channels, filters, kernel_size, stride=1, padding="same"):
        self.k = kernel_size
        self.stride = stride
        self.padding = padding
        self.W = np.random.randn(kernel_size, kernel_size, in_channels, filters) * 0.1
        self.b = np.zeros(filters)

    def forward(self, x):
        k, s = self.k, self.stride
        if self.padding == "same":
            p = (k - 1) // 2
            x = np.pad(x, ((0, 0), (p, k - 1 - p), (p, k - 1 - p), (0, 0)))
        oh = (x.shape[1] - k) // s + 1
        ow = (x.shape[2] - k) // s + 1
        out = np.zeros((x.shape[0], oh, ow, self.W.shape[3]))
        for i in range(oh):
            for j in range(ow):
                patch = x[:, i * s : i * s + k, j * s : j * s + k, :]
                out[:, i, j, :] = np.tensordot(patch, self.W, axes=3) + self.b
        return out
