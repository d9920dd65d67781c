import numpy as np


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.99, eps=0.001):
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        self.eps = eps
        self.running_mean = None
        self.running_var = None

    def forward(self, x, train_flg=True):
        if self.running_mean is None:
            self.running_mean = np.zeros(x.shape[1])
            self.running_var = np.ones(x.shape[1])
        if train_flg:
            mu = x.mean(axis=0)
            var = x.var(axis=0, ddof=1)
            self.xn = (x - mu) / np.sqrt(var + self.eps)
            self.std = np.sqrt(var + self.eps)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            self.xn = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)
        return self.gamma * self.xn + self.beta
