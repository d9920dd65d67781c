import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


class GRU:
    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size
        self.weight_ih = np.random.randn(3 * hidden_size, input_size) * 0.1
        self.weight_hh = np.random.randn(3 * hidden_size, hidden_size) * 0.1
        self.bias_ih, self.bias_hh = np.zeros(3 * hidden_size), np.zeros(3 * hidden_size)

    def forward(self, x):
        h = np.zeros((x.shape[0], self.hidden_size))
        for t in range(x.shape[1]):
            r_x, z_x, n_x = np.split(x[:, t] @ self.weight_ih.T + self.bias_ih, 3, axis=1)
            r_h, z_h, n_h = np.split(h @ self.weight_hh.T + self.bias_hh, 3, axis=1)
            r, z = sigmoid(r_x + r_h), sigmoid(z_x + z_h)
            h = (1 - z) * np.tanh(n_x + r * n_h) + z * h
        return h
