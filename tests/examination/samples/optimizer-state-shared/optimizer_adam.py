import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.m = 0
        self.v = 0
        self.t = 0

    def update(self, params, grads):
        self.t += 1
        for key in params:
            self.m = self.beta1 * self.m + (1 - self.beta1) * grads[key]
            self.v = self.beta2 * self.v + (1 - self.beta2) * grads[key] ** 2
            lr_t = self.lr * np.sqrt(1 - self.beta2**self.t) / (1 - self.beta1**self.t)
            params[key] = params[key] - lr_t * self.m / (np.sqrt(self.v) + 1e-7)
