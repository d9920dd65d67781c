import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class LSTM:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]

    def forward(self, xs):
        Wx, Wh, b = self.params
        N, T, D = xs.shape
        H = Wh.shape[0]
        h = np.zeros((N, H))
        c = np.zeros((N, H))
        hs = np.empty((N, T, H))
        for t in range(T):
            A = xs[:, t] @ Wx + h @ Wh + b
            f = sigmoid(A[:, :H])
            g = np.tanh(A[:, H : 2 * H])
            i = sigmoid(A[:, 2 * H : 3 * H])
            o = sigmoid(A[:, 3 * H :])
            c = f * c + g * i
            h = o * np.tanh(c)
            hs[:, t] = h
        return hs
