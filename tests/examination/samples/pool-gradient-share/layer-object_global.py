import numpy as np


class GlobalAveragePooling2D:
    def forward(self, x):
        self.shape = x.shape
        return x.mean(axis=(1, 2))

    def backward(self, dout):
        return np.ones(self.shape) * dout[:, None, None, :]
