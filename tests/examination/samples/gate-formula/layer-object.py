import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class LSTM:
    def __init__(self, input_size, hidden_size):
        H = hidden_size
        self.Wx = np.random.randn(input_size, 4 * H) * 0.1
        self.Wh = np.random.randn(H, 4 * H) * 0.1
        self.b = np.zeros(4 * H)

    def forward(self, x):
        n, T, d = x.shape
        H = self.Wh.shape[0]
        h, c = np.zeros((n, H)), np.zeros((n, H))
        self.cache = []
        hs = np.zeros((n, T, H))
        for t in range(T):
            z = x[:, t] @ self.Wx + h @ self.Wh + self.b
            i, f, g, o = sigmoid(z[:, :H]), sigmoid(z[:, H : 2 * H]), np.tanh(z[:, 2 * H : 3 * H]), sigmoid(z[:, 3 * H :])
            c_next = f * c + i * g
            h_next = o * np.tanh(c_next)
            self.cache.append((x[:, t], h, c, i, f, g, o, c_next))
            h, c = h_next, c_next
            hs[:, t] = h
        return hs

    def backward(self, dhs):
        n, T, H = dhs.shape
        self.dWx, self.dWh, self.db = np.zeros_like(self.Wx), np.zeros_like(self.Wh), np.zeros_like(self.b)
        dx = np.zeros((n, T, self.Wx.shape[0]))
        dh, dc = np.zeros((n, H)), np.zeros((n, H))
        for t in reversed(range(T)):
            xt, h, c, i, f, g, o, c_next = self.cache[t]
            dh = dh + dhs[:, t]
            do = dh * np.tanh(c_next)
            dc = dc + dh * o * (1 - np.tanh(c_next) ** 2)
            di, df, dg = dc * g, dc * c, dc * i
            dz = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])
            self.dWx += xt.T @ dz
            self.dWh += h.T @ dz
            self.db += dz.sum(axis=0)
            dx[:, t] = dz @ self.Wx.T
            dh = dz @ self.Wh.T
            dc = dc
        return dx
