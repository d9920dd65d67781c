import numpy as np


class SimpleRNN:
    def __init__(self, Wx, Wh, b):
        self.Wx = Wx
        self.Wh = Wh
        self.b = b
        self.h = None

    def forward(self, xs):
        N, T, D = xs.shape
        if self.h is None or self.h.shape[0] != N:
            self.h = np.zeros((N, self.Wh.shape[0]))
        hs = []
        for t in range(T):
            self.h = np.tanh(xs[:, t] @ self.Wx + self.h @ self.Wh + self.b)
            hs.append(self.h)
        return np.stack(hs, axis=1)
