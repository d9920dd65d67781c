import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
        self.lr, self.beta_1, self.beta_2, self.epsilon = lr, beta_1, beta_2, epsilon
        self.t = 0
        self.m, self.v = None, None

    def update(self, params, grads):
        if self.m is None:
            self.m = {k: np.zeros_like(p) for k, p in params.items()}
            self.v = {k: np.zeros_like(p) for k, p in params.items()}
        self.t += 1
        for k in params:
            g = grads[k]
            self.m[k] = self.beta_2 * self.m[k] + (1 - self.beta_2) * g
            self.v[k] = self.beta_1 * self.v[k] + (1 - self.beta_1) * g**2
            m_hat = self.m[k] / (1 - self.beta_1**self.t)
            v_hat = self.v[k] / (1 - self.beta_2**self.t)
            params[k] -= self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon)
