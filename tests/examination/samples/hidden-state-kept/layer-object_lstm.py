import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class LSTM:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.h = None
        self.c = None

    def forward(self, xs):
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        H = Wh.shape[0]
        if self.h is None or self.h.shape != (N, H):
            self.h, self.c = np.zeros((N, H)), np.zeros((N, H))
        hs = np.empty((N, T, H))
        for t in range(T):
            A = xs[:, t] @ Wx + self.h @ Wh + b
            i, f, g, o = sigmoid(A[:, :H]), sigmoid(A[:, H : 2 * H]), np.tanh(A[:, 2 * H : 3 * H]), sigmoid(A[:, 3 * H :])
            self.c = f * self.c + g * i
            self.h = o * np.tanh(self.c)
            hs[:, t] = self.h
        return hs
