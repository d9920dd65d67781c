import numpy as np


class BinaryCrossentropy:
    def forward(self, y_pred, y_true):
        y_pred = np.clip(y_pred, 1e-12, 1 - 1e-12)
        self.y_pred = y_pred
        self.y_true = y_true
        return np.mean(-(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred)))
