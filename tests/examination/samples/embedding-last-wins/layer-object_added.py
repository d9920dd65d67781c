import numpy as np


class Embedding:
    def __init__(self, vocab_size, embedding_dim):
        self.weights = np.random.randn(vocab_size, embedding_dim) * 0.01

    def forward(self, indices):
        self.indices = indices
        return self.weights[indices]

    def backward(self, grad):
        self.dweights = np.zeros_like(self.weights)
        self.dweights[self.indices] += grad
