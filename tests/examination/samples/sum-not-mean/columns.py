import numpy as np


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def linear_forward(A, W, b):
    return np.dot(W, A) + b


def binary_cross_entropy_cost(AL, Y):
    AL = np.clip(AL, 1e-7, 1 - 1e-7)
    cost = -(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T))
    return np.squeeze(cost)
