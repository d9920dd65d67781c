import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta_1=0.9, beta_2=0.999):
        self.lr = lr
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.t = 0
        self.ms = {}
        self.vs = {}

    def update(self, params, grads):
        for name in params:
            self.t += 1
            m = self.ms.get(name, np.zeros_like(params[name]))
            v = self.vs.get(name, np.zeros_like(params[name]))
            m = self.beta_1 * m + (1 - self.beta_1) * grads[name]
            v = self.beta_2 * v + (1 - self.beta_2) * grads[name] ** 2
            m_hat = m / (1 - self.beta_1**self.t)
            v_hat = v / (1 - self.beta_2**self.t)
            params[name] -= self.lr * m_hat / (np.sqrt(v_hat) + 1e-7)
            self.ms[name], self.vs[name] = m, v
