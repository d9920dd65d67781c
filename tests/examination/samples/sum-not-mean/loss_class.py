import numpy as np


class CategoricalCrossEntropy:
    def loss(self, y, p):
        p = np.clip(p, 1e-7, 1 - 1e-7)
        return -np.sum(y * np.log(p))

    def gradient(self, y, p):
        p = np.clip(p, 1e-7, 1 - 1e-7)
        return -y / p
