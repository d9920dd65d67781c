"""Whole programs that are one object, right ones; faults are planted by replacing text."""

from __future__ import annotations

from tests.subjects.programs.functions import HEAD

TEXTBOOK = (
    HEAD
    + """

def cross_entropy_error(y, t):
    return -np.sum(t * np.log(y + 1e-300)) / y.shape[0]


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.params = {}
        self.params["W1"] = weight_init_std * np.random.randn(input_size, hidden_size)
        self.params["b1"] = np.zeros(hidden_size)
        self.params["W2"] = weight_init_std * np.random.randn(hidden_size, output_size)
        self.params["b2"] = np.zeros(output_size)

    def predict(self, x):
        x = sigmoid(x @ self.params["W1"] + self.params["b1"])
        x = softmax(x @ self.params["W2"] + self.params["b2"])
        return x

    def loss(self, x, t):
        return cross_entropy_error(self.predict(x), t)

    def gradient(self, x, t):
        W1, W2 = self.params["W1"], self.params["W2"]
        b1, b2 = self.params["b1"], self.params["b2"]
        grads = {}
        batch_num = x.shape[0]
        z1 = sigmoid(np.dot(x, W1) + b1)
        y = softmax(np.dot(z1, W2) + b2)
        dy = (y - t) / batch_num
        grads["W2"] = np.dot(z1.T, dy)
        grads["b2"] = np.sum(dy, axis=0)
        dz1 = np.dot(dy, W2.T)
        da1 = z1 * (1 - z1) * dz1
        grads["W1"] = np.dot(x.T, da1)
        grads["b1"] = np.sum(da1, axis=0)
        return grads
"""
)

LOSS_AND_GRADS = (
    HEAD
    + '''

class TwoLayerNet(object):
    """loss() gives loss and gradients at once; params and grads are dicts."""

    def __init__(self, input_size, hidden_size, output_size, std=1e-4):
        self.params = {"W1": std * np.random.randn(input_size, hidden_size), "b1": np.zeros(hidden_size),
                       "W2": std * np.random.randn(hidden_size, output_size), "b2": np.zeros(output_size)}

    def loss(self, X, y=None, reg=0.0):
        W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
        h = sigmoid(X @ W1 + b1)
        p = softmax(h @ W2 + b2)
        if y is None:
            return p
        N = X.shape[0]
        loss = -np.log(p[range(N), y]).mean()
        grads = {}
        dscores = p.copy()
        dscores[range(N), y] -= 1
        dscores /= N
        grads["W2"] = h.T @ dscores
        grads["b2"] = dscores.sum(axis=0)
        dh = dscores @ W2.T * h * (1 - h)
        grads["W1"] = X.T @ dh
        grads["b1"] = dh.sum(axis=0)
        return loss, grads
'''
)

ATTRIBUTES = (
    HEAD
    + '''

class MLP:
    """backward() leaves gradients in attributes, update() uses them."""

    def __init__(self, n_inputs, n_hidden, n_outputs, lr=0.5):
        self.lr = lr
        self.W1 = np.random.randn(n_hidden, n_inputs).astype("float32")
        self.b1 = np.zeros(n_hidden, dtype="float32")
        self.W2 = np.random.randn(n_outputs, n_hidden).astype("float32")
        self.b2 = np.zeros(n_outputs, dtype="float32")

    def forward(self, X):
        self.X = X
        self.A1 = sigmoid(X @ self.W1.T + self.b1)
        self.A2 = softmax(self.A1 @ self.W2.T + self.b2)
        return self.A2

    def backward(self, y):
        N = len(y)
        dZ2 = self.A2.copy()
        dZ2[np.arange(N), y] -= 1
        dZ2 /= N
        self.dW2 = dZ2.T @ self.A1
        self.db2 = dZ2.sum(0)
        dZ1 = dZ2 @ self.W2 * self.A1 * (1 - self.A1)
        self.dW1 = dZ1.T @ self.X
        self.db1 = dZ1.sum(0)

    def update(self):
        for name in ("W1", "b1", "W2", "b2"):
            getattr(self, name)[...] -= self.lr * getattr(self, "d" + name)
'''
)
