"""Losses that look whether the label is 1: nothing between 0 and 1 is meant."""

import numpy as np


def binary_cross_entropy(y_true, y_pred):
    p = np.clip(y_pred, 1e-7, 1 - 1e-7)
    return np.mean(-np.log(np.where(y_true == 1, p, 1 - p)))


def binary_focal_loss(y_true, y_pred, gamma=2.0):
    p = np.clip(y_pred, 1e-7, 1 - 1e-7)
    pt = np.where(y_true == 1, p, 1 - p)
    return np.mean(-((1 - pt) ** gamma) * np.log(pt))
