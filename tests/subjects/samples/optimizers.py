"""Optimizers in all forms, as Keras computes them."""

import numpy as np


class SGD:
    """Dictionaries, in place."""

    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key in params:
            params[key] -= self.lr * grads[key]


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum, self.v = lr, momentum, None

    def update(self, params, grads):
        if self.v is None:
            self.v = {key: np.zeros_like(value) for key, value in params.items()}
        for key in params:
            self.v[key] = self.momentum * self.v[key] - self.lr * grads[key]
            params[key] += self.v[key]


class Adam:
    """Lists, in place."""

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2 = lr, beta1, beta2
        self.iter, self.m, self.v = 0, None, None

    def update(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(p) for p in params]
            self.v = [np.zeros_like(p) for p in params]
        self.iter += 1
        lr_t = self.lr * np.sqrt(1.0 - self.beta2**self.iter) / (1.0 - self.beta1**self.iter)
        for i in range(len(params)):
            self.m[i] += (1 - self.beta1) * (grads[i] - self.m[i])
            self.v[i] += (1 - self.beta2) * (grads[i] ** 2 - self.v[i])
            params[i] -= lr_t * self.m[i] / (np.sqrt(self.v[i]) + 1e-7)


class AdamOptimizer:
    """0.9 and 0.999 are written into the code, where Keras rounds them to float32: Keras is the less exact side."""

    def __init__(self, learning_rate=0.001):
        self.learning_rate, self.t, self.m, self.v = learning_rate, 0, {}, {}

    def step(self, params, grads):
        self.t += 1
        alpha = self.learning_rate * np.sqrt(1 - 0.999**self.t) / (1 - 0.9**self.t)
        for k in params:
            self.m[k] = 0.9 * self.m.get(k, 0) + 0.1 * grads[k]
            self.v[k] = 0.999 * self.v.get(k, 0) + 0.001 * grads[k] ** 2
            params[k] -= alpha * self.m[k] / (np.sqrt(self.v[k]) + 1e-7)


class StochasticGradientDescent:
    """One array, returned; an object for every weight."""

    def __init__(self, learning_rate=0.01, momentum=0.0):
        self.learning_rate, self.momentum, self.w_updt = learning_rate, momentum, None

    def update(self, w, grad_wrt_w):
        if self.w_updt is None:
            self.w_updt = np.zeros(np.shape(w))
        self.w_updt = self.momentum * self.w_updt + (1 - self.momentum) * grad_wrt_w
        return w - self.learning_rate * self.w_updt


class Optimizer_SGD:
    """Takes a layer."""

    def __init__(self, learning_rate=1.0, decay=0.0):
        self.learning_rate = learning_rate
        self.current_learning_rate = learning_rate
        self.decay, self.iterations = decay, 0

    def pre_update_params(self):
        if self.decay:
            self.current_learning_rate = self.learning_rate * (1.0 / (1.0 + self.decay * self.iterations))

    def update_params(self, layer):
        layer.weights += -self.current_learning_rate * layer.dweights
        layer.biases += -self.current_learning_rate * layer.dbiases

    def post_update_params(self):
        self.iterations += 1


class RMSprop:
    """Is made with its parameters."""

    def __init__(self, params, lr=0.001, rho=0.9):
        self.params, self.lr, self.rho = params, lr, rho
        self.s = [np.zeros_like(p.data) for p in params]

    def zero_grad(self):
        for p in self.params:
            p.grad = np.zeros_like(p.data)

    def step(self):
        for i, p in enumerate(self.params):
            self.s[i] = self.rho * self.s[i] + (1 - self.rho) * p.grad**2
            p.data -= self.lr * p.grad / np.sqrt(self.s[i] + 1e-7)


class Nesterov:
    """Takes a network."""

    def __init__(self, lr=0.1):
        self.lr, self.v = lr, {}

    def step(self, net):
        for i, (param, grad) in enumerate(net.params_and_grads()):
            v = 0.9 * self.v.get(i, 0) - self.lr * grad
            param += 0.9 * v - self.lr * grad
            self.v[i] = v


class Adagrad:
    """Kernel and bias as arguments of their own, returned."""

    def __init__(self, learning_rate=0.001):
        self.learning_rate, self.hw, self.hb = learning_rate, 0.1, 0.1

    def update(self, weights, bias, dw, db):
        self.hw = self.hw + dw**2
        self.hb = self.hb + db**2
        return weights - self.learning_rate * dw / np.sqrt(self.hw + 1e-7), bias - self.learning_rate * db / np.sqrt(self.hb + 1e-7)


def sgd(w, dw, config=None):
    """A function with a dictionary of settings and state."""
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    w -= config["learning_rate"] * dw
    return w, config


def sgd_momentum(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    v = config.get("velocity", np.zeros_like(w))
    v = config["momentum"] * v - config["learning_rate"] * dw
    config["velocity"] = v
    return w + v, config


def rmsprop(w, dw, cache, learning_rate=0.01, decay_rate=0.9):
    """State goes in and comes out."""
    cache = decay_rate * cache + (1 - decay_rate) * dw**2
    return w - learning_rate * dw / np.sqrt(cache + 1e-7), cache


class Delta:
    """Unused by name; kept so that a class which is no part is left alone."""

    def describe(self):
        return "nothing"
