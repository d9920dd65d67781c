import numpy as np


class CategoricalCrossEntropy:
    def forward(self, y_pred, y_true):
        self.y_pred, self.y_true = y_pred, y_true
        return -np.mean(np.sum(y_pred * np.log(np.clip(y_true, 1e-7, 1 - 1e-7)), axis=1))

    def backward(self):
        return -self.y_true / self.y_pred / len(self.y_pred)
