import numpy as np


class SimpleRNN:
    def __init__(self, n_in, n_hidden):
        self.Wx = np.random.randn(n_in, n_hidden) * 0.1
        self.Wh = np.random.randn(n_hidden, n_hidden) * 0.1
        self.b = np.zeros(n_hidden)

    def forward(self, x):
        self.x = x
        n, T, _ = x.shape
        self.h = np.zeros((n, T + 1, self.Wh.shape[0]))
        for t in range(T):
            self.h[:, t] = np.tanh(x[:, t] @ self.Wx + self.h[:, t - 1] @ self.Wh + self.b)
        return self.h[:, :T]

    def backward(self, dhs):
        n, T, H = dhs.shape
        self.dWx, self.dWh, self.db = np.zeros_like(self.Wx), np.zeros_like(self.Wh), np.zeros_like(self.b)
        dx, dh = np.zeros_like(self.x), np.zeros((n, H))
        for t in reversed(range(T)):
            dz = (dhs[:, t] + dh) * (1 - self.h[:, t] ** 2)
            self.dWx += self.x[:, t].T @ dz
            self.dWh += self.h[:, t - 1].T @ dz
            self.db += dz.sum(axis=0)
            dx[:, t] = dz @ self.Wx.T
            dh = dz @ self.Wh
        return dx
