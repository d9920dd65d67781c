import numpy as np


def nesterov(w, dw, v, lr=0.01, mu=0.9):
    v_prev = v
    v = mu * v - lr * dw
    w = w + mu * v_prev + (1 + mu) * v
    return w, v
