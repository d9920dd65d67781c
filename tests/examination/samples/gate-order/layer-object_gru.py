import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class GRU:
    def __init__(self, Wx, Wh, b):
        self.Wx, self.Wh, self.b = Wx, Wh, b

    def forward(self, xs):
        N, T, D = xs.shape
        H = self.Wh.shape[0]
        h = np.zeros((N, H))
        hs = np.empty((N, T, H))
        for t in range(T):
            x = xs[:, t]
            z = sigmoid(x @ self.Wx[:, :H] + h @ self.Wh[:, :H] + self.b[:H])
            r = sigmoid(x @ self.Wx[:, H : 2 * H] + h @ self.Wh[:, H : 2 * H] + self.b[H : 2 * H])
            n = np.tanh(x @ self.Wx[:, 2 * H :] + (r * h) @ self.Wh[:, 2 * H :] + self.b[2 * H :])
            h = (1 - z) * h + z * n
            hs[:, t] = h
        return hs
