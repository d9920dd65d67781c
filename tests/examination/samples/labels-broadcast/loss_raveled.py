import numpy as np


class MSE:
    def forward(self, y_pred, y_true):
        self.y_pred, self.y_true = y_pred, y_true.ravel()
        return np.mean((self.y_pred - self.y_true) ** 2)
