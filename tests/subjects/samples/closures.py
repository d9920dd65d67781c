"""Functions that functions make, and that others are made of."""

from functools import partial

import numpy as np


def make_relu():
    def forward(x):
        return np.maximum(x, 0)

    def backward(dout, x):
        return dout * (x > 0)

    return forward, backward


def make_leaky(slope):
    def leaky(x):
        return np.where(x > 0, x, slope * x)

    return leaky


def generalized(x, beta):
    return x / (1 + np.exp(-beta * x))


relu, relu_backward = make_relu()
leaky_relu = make_leaky(0.2)
swish = partial(generalized, beta=1.0)


def sgd(lr=0.01, momentum=0.9):
    velocity = {}

    def update(params, grads):
        for k in params:
            velocity[k] = momentum * velocity.get(k, 0) - lr * grads[k]
            params[k] += velocity[k]
        return params

    return update


def make_adam(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    m, v, t = {}, {}, 0

    def step(params, grads):
        nonlocal t
        t += 1
        alpha = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
        for i, (p, g) in enumerate(zip(params, grads)):
            m[i] = beta1 * m.get(i, 0) + (1 - beta1) * g
            v[i] = beta2 * v.get(i, 0) + (1 - beta2) * g**2
            p -= alpha * m[i] / (np.sqrt(v[i]) + eps)

    return step
