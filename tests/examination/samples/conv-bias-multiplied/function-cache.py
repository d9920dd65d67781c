import numpy as np


def conv_single_step(a_slice_prev, W, b):
    s = a_slice_prev * W + b
    return np.sum(s)


def conv_forward(x, w, b):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    out = np.zeros((N, F, H - HH + 1, W - WW + 1))
    for n in range(N):
        for f in range(F):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    out[n, f, i, j] = conv_single_step(x[n, :, i : i + HH, j : j + WW], w[f], b[f])
    return out, (x, w, b)
