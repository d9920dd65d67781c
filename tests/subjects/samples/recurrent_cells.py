"""Single steps of recurrent layers, and functions over sequences whose weights come gate by gate or in a dictionary."""

import numpy as np


def sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    Wya, by = parameters["Wya"], parameters["by"]
    a_next = np.tanh(np.dot(Waa, a_prev) + np.dot(Wax, xt) + ba)
    return a_next, np.dot(Wya, a_next) + by, (a_next, a_prev, xt, parameters)


def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = (1 - a_next**2) * da_next
    return {
        "dxt": np.dot(parameters["Wax"].T, dz),
        "da_prev": np.dot(parameters["Waa"].T, dz),
        "dWax": np.dot(dz, xt.T),
        "dWaa": np.dot(dz, a_prev.T),
        "dba": np.sum(dz, axis=1, keepdims=True),
    }


def rnn_forward(x, a0, parameters):
    """x is (features, samples, steps)."""
    a, caches = np.zeros((a0.shape[0], *x.shape[1:])), []
    a_next = a0
    for t in range(x.shape[2]):
        a_next, _, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        caches.append(cache)
    return a, caches


def rnn_backward(da, caches):
    grads, da_prev, dx = {"dWax": 0, "dWaa": 0, "dba": 0}, 0, []
    for t in reversed(range(da.shape[2])):
        step = rnn_cell_backward(da[:, :, t] + da_prev, caches[t])
        da_prev = step["da_prev"]
        dx.append(step["dxt"])
        grads = {name: total + step[name] for name, total in grads.items()}
    return {"dx": np.stack(dx[::-1], axis=2), "da0": da_prev, **grads}


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    both = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(np.dot(parameters["Wf"], both) + parameters["bf"])
    it = sigmoid(np.dot(parameters["Wi"], both) + parameters["bi"])
    ot = sigmoid(np.dot(parameters["Wo"], both) + parameters["bo"])
    cct = np.tanh(np.dot(parameters["Wc"], both) + parameters["bc"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    return a_next, c_next, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)


def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    tanh_c = np.tanh(c_next)
    dc = dc_next + ot * (1 - tanh_c**2) * da_next
    df, di = dc * c_prev * ft * (1 - ft), dc * cct * it * (1 - it)
    dg, do = dc * it * (1 - cct**2), da_next * tanh_c * ot * (1 - ot)
    both = np.concatenate((a_prev, xt), axis=0).T
    back = Wf.T @ df + Wi.T @ di + Wc.T @ dg + Wo.T @ do
    n_a = a_prev.shape[0]
    grads = {f"dW{gate}": d @ both for gate, d in zip("fico", (df, di, dg, do))}
    grads |= {f"db{gate}": d.sum(axis=1, keepdims=True) for gate, d in zip("fico", (df, di, dg, do))}
    return {"dxt": back[n_a:], "da_prev": back[:n_a], "dc_prev": dc * ft, **grads}


class RNNCell:
    """Weights come in, gradients stay."""

    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)]

    def forward(self, x, h_prev):
        Wx, Wh, b = self.params
        h_next = np.tanh(h_prev @ Wh + x @ Wx + b)
        self.cache = (x, h_prev, h_next)
        return h_next

    def backward(self, dh_next):
        Wx, Wh, _ = self.params
        x, h_prev, h_next = self.cache
        dt = dh_next * (1 - h_next**2)
        self.grads[0][...], self.grads[1][...], self.grads[2][...] = x.T @ dt, h_prev.T @ dt, dt.sum(axis=0)
        return dt @ Wx.T, dt @ Wh.T


def lstm_forward(x, Wf, Uf, bf, Wi, Ui, bi, Wc, Uc, bc, Wo, Uo, bo):
    """A kernel for every gate; x is (samples, steps, features)."""
    h = c = np.zeros((len(x), bf.shape[0]))
    hs = []
    for t in range(x.shape[1]):
        xt = x[:, t]
        f, i, o = (sigmoid(xt @ W + h @ U + b) for W, U, b in ((Wf, Uf, bf), (Wi, Ui, bi), (Wo, Uo, bo)))
        c = f * c + i * np.tanh(xt @ Wc + h @ Uc + bc)
        h = o * np.tanh(c)
        hs.append(h)
    return np.stack(hs, axis=1)
