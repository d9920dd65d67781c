import numpy as np


class RNN:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]

    def forward(self, xs):
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        H = Wh.shape[0]
        self.xs = xs
        self.hs = np.zeros((N, T + 1, H))
        for t in range(T):
            self.hs[:, t] = np.tanh(self.hs[:, t - 1] @ Wh + xs[:, t] @ Wx + b)
        return self.hs[:, :T].copy()

    def backward(self, dhs):
        Wx, Wh, b = self.params
        N, T, H = dhs.shape
        dxs = np.zeros_like(self.xs)
        dWx, dWh, db = 0, 0, 0
        for t in reversed(range(T)):
            dt = dhs[:, t] * (1 - self.hs[:, t] ** 2)
            db = db + np.sum(dt, axis=0)
            dWh = dWh + self.hs[:, t - 1].T @ dt
            dWx = dWx + self.xs[:, t].T @ dt
            dxs[:, t] = dt @ Wx.T
        for grad, value in zip(self.grads, (dWx, dWh, db)):
            grad[...] = value
        return dxs
