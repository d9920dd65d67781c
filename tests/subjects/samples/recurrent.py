"""Recurrent layers over whole sequences, (samples, steps, features)."""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class TimeRNN:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]

    def forward(self, xs):
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        H = Wh.shape[0]
        hs, h = np.empty((N, T, H), dtype=xs.dtype), np.zeros((N, H), dtype=xs.dtype)
        for t in range(T):
            h = np.tanh(xs[:, t] @ Wx + h @ Wh + b)
            hs[:, t] = h
        self.xs, self.hs = xs, hs
        return hs

    def backward(self, dhs):
        Wx, Wh, b = self.params
        dWx, dWh, db = (np.zeros_like(g) for g in self.grads)
        dxs, dh = np.empty_like(self.xs), np.zeros_like(dhs[:, 0])
        for t in reversed(range(dhs.shape[1])):
            h_prev = self.hs[:, t - 1] if t else np.zeros_like(dh)
            dt = (dhs[:, t] + dh) * (1 - self.hs[:, t] ** 2)
            dWx += self.xs[:, t].T @ dt
            dWh += h_prev.T @ dt
            db += dt.sum(axis=0)
            dxs[:, t] = dt @ Wx.T
            dh = dt @ Wh.T
        for grad, new in zip(self.grads, (dWx, dWh, db)):
            grad[...] = new
        return dxs


class LSTM:
    """Gates in Keras's order: i, f, c, o."""

    def __init__(self, input_size, hidden_size):
        self.Wx = np.random.randn(input_size, 4 * hidden_size) * 0.1
        self.Wh = np.random.randn(hidden_size, 4 * hidden_size) * 0.1
        self.b = np.zeros(4 * hidden_size)

    def forward(self, x):
        N, T, _ = x.shape
        H = self.Wh.shape[0]
        h, c = np.zeros((N, H)), np.zeros((N, H))
        self.cache, hs = [], []
        for t in range(T):
            i, f, g, o = np.split(x[:, t] @ self.Wx + h @ self.Wh + self.b, 4, axis=1)
            i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
            c_next = f * c + i * g
            self.cache.append((x[:, t], h, c, i, f, g, o, c_next))
            c, h = c_next, o * np.tanh(c_next)
            hs.append(h)
        return np.stack(hs, axis=1)

    def backward(self, dout):
        self.dWx, self.dWh, self.db = np.zeros_like(self.Wx), np.zeros_like(self.Wh), np.zeros_like(self.b)
        dx, dh, dc = [], 0, 0
        for t in reversed(range(len(self.cache))):
            x, h, c, i, f, g, o, c_next = self.cache[t]
            dh = dout[:, t] + dh
            tanh_c = np.tanh(c_next)
            dc = dc + dh * o * (1 - tanh_c**2)
            da = np.hstack([dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2), dh * tanh_c * o * (1 - o)])
            self.dWx += x.T @ da
            self.dWh += h.T @ da
            self.db += da.sum(axis=0)
            dx.append(da @ self.Wx.T)
            dh, dc = da @ self.Wh.T, dc * f
        return np.stack(dx[::-1], axis=1)


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    h, hs, cache = h0, [], []
    for t in range(T):
        h_next = np.tanh(x[:, t].dot(Wx) + h.dot(Wh) + b)
        cache.append((x[:, t], h, Wx, Wh, h_next))
        h = h_next
        hs.append(h)
    return np.stack(hs, axis=1), cache


def rnn_backward(dh, cache):
    N, T, H = dh.shape
    D = cache[0][0].shape[1]
    dx, dprev = np.zeros((N, T, D)), np.zeros((N, H))
    dWx, dWh, db = np.zeros((D, H)), np.zeros((H, H)), np.zeros(H)
    for t in reversed(range(T)):
        x, h, Wx, Wh, h_next = cache[t]
        da = (dh[:, t] + dprev) * (1 - h_next**2)
        dx[:, t], dprev = da.dot(Wx.T), da.dot(Wh.T)
        dWx += x.T.dot(da)
        dWh += h.T.dot(da)
        db += da.sum(axis=0)
    return dx, dprev, dWx, dWh, db
