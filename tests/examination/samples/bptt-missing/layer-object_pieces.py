import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size
        self.W_ih, self.W_hh = np.random.randn(input_size, hidden_size) * 0.1, np.random.randn(hidden_size, hidden_size) * 0.1
        self.b_ih, self.b_hh = np.zeros(hidden_size), np.zeros(hidden_size)

    def forward(self, x):
        self.x, self.h = x, [np.zeros((len(x), self.hidden_size))]
        for t in range(x.shape[1]):
            self.h.append(np.tanh(x[:, t] @ self.W_ih + self.b_ih + self.h[-1] @ self.W_hh + self.b_hh))
        return np.stack(self.h[1:], axis=1)

    def backward(self, dh):
        da = dh * (1 - np.stack(self.h[1:], axis=1) ** 2)
        self.dW_ih = np.einsum("nti,nth->ih", self.x, da)
        self.dW_hh = np.einsum("ntg,nth->gh", np.stack(self.h[:-1], axis=1), da)
        self.db_ih, self.db_hh = da.sum(axis=(0, 1)), da.sum(axis=(0, 1))
        return da @ self.W_ih.T
