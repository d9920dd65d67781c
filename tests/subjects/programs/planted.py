"""Whole programs in the styles people write them, right ones; faults are planted by replacing text."""

from __future__ import annotations

HEAD = """import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
"""

TRAIN_STEP = (
    HEAD
    + """

def train_step(X, Y, W1, b1, W2, b2, lr):
    n = len(X)
    a1 = sigmoid(X @ W1 + b1)
    p = softmax(a1 @ W2 + b2)
    loss = -np.log((p * Y).sum(axis=1)).mean()
    dz2 = (p - Y) / n
    dW2 = a1.T @ dz2
    db2 = dz2.sum(axis=0)
    dz1 = dz2 @ W2.T * a1 * (1 - a1)
    dW1 = X.T @ dz1
    db1 = dz1.sum(axis=0)
    return W1 - lr * dW1, b1 - lr * db1, W2 - lr * dW2, b2 - lr * db2, loss
"""
)

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

DIGITS_COLUMNS = """import numpy as np


def init_params():
    W1 = np.random.rand(50, 784) - 0.5
    b1 = np.random.rand(50, 1) - 0.5
    W2 = np.random.rand(10, 50) - 0.5
    b2 = np.random.rand(10, 1) - 0.5
    return W1, b1, W2, b2


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def softmax(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0)


def forward_prop(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = sigmoid(Z1)
    Z2 = W2.dot(A1) + b2
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2


def one_hot(Y):
    one_hot_Y = np.zeros((Y.size, 10))
    one_hot_Y[np.arange(Y.size), Y] = 1
    return one_hot_Y.T


def backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y):
    m = Y.size
    dZ2 = A2 - one_hot(Y)
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = W2.T.dot(dZ2) * A1 * (1 - A1)
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return dW1, db1, dW2, db2


def update_params(W1, b1, W2, b2, dW1, db1, dW2, db2, alpha):
    W1 = W1 - alpha * dW1
    b1 = b1 - alpha * db1
    W2 = W2 - alpha * dW2
    b2 = b2 - alpha * db2
    return W1, b1, W2, b2
"""

DICTS_COLUMNS = """import numpy as np


def initialize_parameters(n_x, n_h, n_y):
    return {"W1": np.random.randn(n_h, n_x) * 0.01, "b1": np.zeros((n_h, 1)),
            "W2": np.random.randn(n_y, n_h) * 0.01, "b2": np.zeros((n_y, 1))}


def softmax(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0)


def forward_propagation(X, parameters):
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = 1 / (1 + np.exp(-Z1))
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = softmax(Z2)
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


def compute_cost(A2, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(A2)) / m


def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = np.dot(dZ2, cache["A1"].T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) * cache["A1"] * (1 - cache["A1"])
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    return grads


def update_parameters(parameters, grads, learning_rate=1.2):
    for name in ("W1", "b1", "W2", "b2"):
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters
"""

LISTS = (
    HEAD
    + '''

class Network:
    def __init__(self, sizes, learning_rate=0.1):
        self.learning_rate = learning_rate
        self.weights = [np.random.randn(m, n) for m, n in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros((1, n)) for n in sizes[1:]]

    def forward(self, X):
        self.activations = [X]
        for number, (w, b) in enumerate(zip(self.weights, self.biases)):
            z = self.activations[-1] @ w + b
            self.activations.append(softmax(z) if number == len(self.weights) - 1 else sigmoid(z))
        return self.activations[-1]

    def train(self, X, y):
        """One step of gradient descent on the summed cross-entropy."""
        out = self.forward(X)
        delta = out - y
        deltas = []
        for layer in reversed(range(len(self.weights))):
            deltas.append((self.activations[layer].T @ delta, delta.sum(axis=0, keepdims=True)))
            if layer:
                a = self.activations[layer]
                delta = delta @ self.weights[layer].T * a * (1 - a)
        for (dw, db), layer in zip(deltas, reversed(range(len(self.weights)))):
            self.weights[layer] -= self.learning_rate * dw
            self.biases[layer] -= self.learning_rate * db
'''
)

LAYERS = (
    HEAD
    + """

class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.01
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout, lr):
        dx = dout @ self.W.T
        self.W -= lr * self.x.T @ dout
        self.b -= lr * dout.sum(axis=0)
        return dx


class Sigmoid:
    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout, lr):
        return dout * self.out * (1 - self.out)


class Model:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return softmax(x)

    def fit(self, x_train, y_train, epochs=1000, learning_rate=0.1, verbose=True):
        for epoch in range(epochs):
            p = self.predict(x_train)
            loss = -np.mean(np.log(p[np.arange(len(p)), y_train]))
            grad = p.copy()
            grad[np.arange(len(p)), y_train] -= 1
            grad /= len(p)
            for layer in reversed(self.layers):
                grad = layer.backward(grad, learning_rate)
            if verbose:
                print(epoch, loss)


def build():
    model = Model()
    model.add(Dense(784, 50))
    model.add(Sigmoid())
    model.add(Dense(50, 10))
    return model


net = build()
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
