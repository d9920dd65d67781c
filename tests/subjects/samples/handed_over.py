"""What goes from call to call in somebody else's hands: averages in a dictionary, weights in one, state that is written in place."""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps, momentum = bn_param["mode"], bn_param.get("eps", 1e-3), bn_param.get("momentum", 0.99)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError(f"no such mode: {mode}")
    bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, (x_hat, std, gamma)


def batchnorm_backward(dout, cache):
    x_hat, std, gamma = cache
    d = dout * gamma
    dx = (d - d.mean(axis=0) - x_hat * (d * x_hat).mean(axis=0)) / std
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def dense_forward(x, params):
    return x @ params["W"] + params["b"], (x, params)


def dense_backward(dout, cache):
    x, params = cache
    return dout @ params["W"].T, {"W": x.T @ dout, "b": dout.sum(axis=0)}


def momentum(param, dparam, mem, learning_rate=0.1, mu=0.9):
    mem *= mu
    mem -= learning_rate * dparam
    param += mem


class SGD:
    """The rate comes with every update."""

    def update(self, w, d_w, learning_rate):
        return w - learning_rate * d_w


class TimeAffine:
    """Over all steps of a sequence."""

    def __init__(self, W, b):
        self.params, self.grads = [W, b], [np.zeros_like(W), np.zeros_like(b)]

    def forward(self, x):
        N, T, D = x.shape
        self.x = x
        return (x.reshape(N * T, D) @ self.params[0] + self.params[1]).reshape(N, T, -1)

    def backward(self, dout):
        N, T, D = self.x.shape
        flat = dout.reshape(N * T, -1)
        self.grads[0][...], self.grads[1][...] = self.x.reshape(N * T, D).T @ flat, flat.sum(axis=0)
        return (flat @ self.params[0].T).reshape(N, T, D)


def nll(log_probs, target):
    """Of log probabilities."""
    return -log_probs[np.arange(len(target)), target].mean()
