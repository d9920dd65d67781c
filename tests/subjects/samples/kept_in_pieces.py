"""Recurrent layers whose weights are not in Keras's pieces: a kernel for every gate, or a bias for x and another for the state."""

import numpy as np


def logistic(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


class LSTM:
    def __init__(self, n_in, n_hidden):
        self.n_hidden = n_hidden
        self.Wf, self.Wi, self.Wc, self.Wo = (np.random.randn(n_in, n_hidden) * 0.1 for _ in range(4))
        self.Uf, self.Ui, self.Uc, self.Uo = (np.random.randn(n_hidden, n_hidden) * 0.1 for _ in range(4))
        self.bf, self.bi, self.bc, self.bo = (np.zeros(n_hidden) for _ in range(4))

    def forward(self, xs):
        h = c = np.zeros((len(xs), self.n_hidden))
        self.steps, hs = [], []
        for t in range(xs.shape[1]):
            x = xs[:, t]
            f = logistic(x @ self.Wf + h @ self.Uf + self.bf)
            i = logistic(x @ self.Wi + h @ self.Ui + self.bi)
            g = np.tanh(x @ self.Wc + h @ self.Uc + self.bc)
            o = logistic(x @ self.Wo + h @ self.Uo + self.bo)
            new = f * c + i * g
            self.steps.append((x, h, c, f, i, g, o, np.tanh(new)))
            h, c = o * np.tanh(new), new
            hs.append(h)
        return np.stack(hs, axis=1)

    def backward(self, dhs):
        for name in ("Wf", "Wi", "Wc", "Wo", "Uf", "Ui", "Uc", "Uo", "bf", "bi", "bc", "bo"):
            setattr(self, f"d{name}", np.zeros_like(getattr(self, name)))
        dxs, dh, dc = [], 0.0, 0.0
        for t in reversed(range(len(self.steps))):
            x, h, c, f, i, g, o, tanh_c = self.steps[t]
            dh = dhs[:, t] + dh
            dc = dc + dh * o * (1 - tanh_c**2)
            gates = {"f": dc * c * f * (1 - f), "i": dc * g * i * (1 - i), "c": dc * i * (1 - g**2), "o": dh * tanh_c * o * (1 - o)}
            dx = dh_before = 0.0
            for gate, dz in gates.items():
                getattr(self, f"dW{gate}")[...] += x.T @ dz
                getattr(self, f"dU{gate}")[...] += h.T @ dz
                getattr(self, f"db{gate}")[...] += dz.sum(axis=0)
                dx = dx + dz @ getattr(self, f"W{gate}").T
                dh_before = dh_before + dz @ getattr(self, f"U{gate}").T
            dh, dc = dh_before, dc * f
            dxs.append(dx)
        return np.stack(dxs[::-1], axis=1)


class LSTMLayer:
    """One kernel a gate, for the state before and x one after the other."""

    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size
        self.W = {gate: np.random.randn(hidden_size + input_size, hidden_size) * 0.1 for gate in ("Wi", "Wf", "Wc", "Wo")}
        self.b = {gate: np.zeros((1, hidden_size)) for gate in ("bi", "bf", "bc", "bo")}

    def forward(self, xs):
        h = c = np.zeros((len(xs), self.hidden_size))
        for t in range(xs.shape[1]):
            both = np.concatenate([h, xs[:, t]], axis=1)
            i, f, o = (logistic(both @ self.W[f"W{gate}"] + self.b[f"b{gate}"]) for gate in "ifo")
            c = f * c + i * np.tanh(both @ self.W["Wc"] + self.b["bc"])
            h = o * np.tanh(c)
        return h


class GRU:
    """Reset after the product, as in Keras, with a bias for x and one for the state."""

    def __init__(self, n_in, n_units):
        self.n_units = n_units
        self.W_ih, self.W_hh = np.random.randn(n_in, 3 * n_units), np.random.randn(n_units, 3 * n_units)
        self.b_ih, self.b_hh = np.zeros(3 * n_units), np.zeros(3 * n_units)

    def forward(self, xs):
        h = np.zeros((len(xs), self.n_units))
        for t in range(xs.shape[1]):
            z_x, r_x, n_x = np.split(xs[:, t] @ self.W_ih + self.b_ih, 3, axis=1)
            z_h, r_h, n_h = np.split(h @ self.W_hh + self.b_hh, 3, axis=1)
            z = logistic(z_x + z_h)
            h = z * h + (1 - z) * np.tanh(n_x + logistic(r_x + r_h) * n_h)
        return h


class RNN:
    """Two biases that are added to each other."""

    def __init__(self, input_dim, hidden_dim):
        self.hidden_dim = hidden_dim
        self.W_ih, self.W_hh = np.random.randn(input_dim, hidden_dim), np.random.randn(hidden_dim, hidden_dim)
        self.b_ih, self.b_hh = np.random.randn(hidden_dim), np.random.randn(hidden_dim)

    def forward(self, xs):
        h = np.zeros((len(xs), self.hidden_dim))
        for t in range(xs.shape[1]):
            h = np.tanh(xs[:, t] @ self.W_ih + self.b_ih + h @ self.W_hh + self.b_hh)
        return h
