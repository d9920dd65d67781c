import numpy as np


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


class LSTM:
    def __init__(self, input_size, hidden_size):
        self.input_size, self.hidden_size = input_size, hidden_size
        self.Wx = np.random.randn(input_size, 4 * hidden_size) * 0.1
        self.Wh = np.random.randn(hidden_size, 4 * hidden_size) * 0.1
        self.b = np.zeros(4 * hidden_size)

    def forward(self, xs):
        n, T, d = xs.shape
        H = self.hidden_size
        h = np.zeros((n, H), dtype=xs.dtype)
        c = np.zeros((n, H), dtype=xs.dtype)
        for t in range(T):
            A = xs[:, t] @ self.Wx + h @ self.Wh + self.b
            f = sigmoid(A[:, :H])
            g = np.tanh(A[:, H:2 * H])
            i = sigmoid(A[:, 2 * H:3 * H])
            o = sigmoid(A[:, 3 * H:])
            c = f * c + g * i
            h = o * np.tanh(c)
        return h
