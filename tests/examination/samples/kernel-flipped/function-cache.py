import numpy as np


def conv_forward(x, w, b):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    out = np.zeros((N, F, H - HH + 1, W - WW + 1))
    w_rot = np.rot90(w, 2, axes=(2, 3))
    for n in range(N):
        for f in range(F):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    out[n, f, i, j] = np.sum(x[n, :, i : i + HH, j : j + WW] * w_rot[f]) + b[f]
    return out, (x, w, b)


def conv_backward(dout, cache):
    x, w, b = cache
    N, F, OH, OW = dout.shape
    _, _, HH, WW = w.shape
    w_rot = np.rot90(w, 2, axes=(2, 3))
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    db = dout.sum(axis=(0, 2, 3))
    for n in range(N):
        for f in range(F):
            for i in range(OH):
                for j in range(OW):
                    dw[f] += x[n, :, i : i + HH, j : j + WW] * dout[n, f, i, j]
                    dx[n, :, i : i + HH, j : j + WW] += w_rot[f] * dout[n, f, i, j]
    dw = np.rot90(dw, 2, axes=(2, 3))
    return dx, dw, db
