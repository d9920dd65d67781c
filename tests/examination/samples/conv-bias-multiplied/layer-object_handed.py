import numpy as np


class Conv:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):
        fn, c, fh, fw = self.W.shape
        s, p = self.stride, self.pad
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        ho = (xp.shape[2] - fh) // s + 1
        wo = (xp.shape[3] - fw) // s + 1
        out = np.zeros((x.shape[0], fn, ho, wo))
        for f in range(fn):
            for i in range(ho):
                for j in range(wo):
                    region = xp[:, :, i * s:i * s + fh, j * s:j * s + fw]
                    out[:, f, i, j] = np.sum(region * self.W[f] + self.b[f], axis=(1, 2, 3))
        return out
