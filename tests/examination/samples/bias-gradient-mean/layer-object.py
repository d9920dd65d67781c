import numpy as np


class Linear:
    def __init__(self, in_features, out_features):
        self.params = [np.random.randn(in_features, out_features), np.zeros(out_features)]
        self.grads = [None, None]

    def forward(self, x):
        W, b = self.params
        self.x = x
        return np.matmul(x, W) + b

    def backward(self, dout):
        W, b = self.params
        dx = np.matmul(dout, W.T)
        dW = np.matmul(self.x.T, dout)
        db = np.mean(dout, axis=0)
        self.grads[0] = dW
        self.grads[1] = db
        return dx
