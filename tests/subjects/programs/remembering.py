"""Whole programs with momentum or Adam inside, right ones; faults are planted by replacing text."""

from __future__ import annotations

from tests.subjects.programs.functions import DICTS_COLUMNS
from tests.subjects.programs.layered import LISTS
from tests.subjects.programs.objects import TEXTBOOK

MOMENTUM_OBJECT = (
    TEXTBOOK
    + """
    def update(self, grads, lr):
        if not hasattr(self, "v"):
            self.v = {name: np.zeros_like(w) for name, w in self.params.items()}
        for name in self.params:
            self.v[name] = 0.9 * self.v[name] - lr * grads[name]
            self.params[name] += self.v[name]
"""
)

ADAM_OBJECT = (
    TEXTBOOK
    + """
    def update(self, grads, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        if not hasattr(self, "t"):
            self.t = 0
            self.m = {name: np.zeros_like(w) for name, w in self.params.items()}
            self.v = {name: np.zeros_like(w) for name, w in self.params.items()}
        self.t += 1
        for name in self.params:
            self.m[name] = beta1 * self.m[name] + (1 - beta1) * grads[name]
            self.v[name] = beta2 * self.v[name] + (1 - beta2) * grads[name] ** 2
            m_hat = self.m[name] / (1 - beta1**self.t)
            v_hat = self.v[name] / (1 - beta2**self.t)
            self.params[name] -= lr * m_hat / (np.sqrt(v_hat) + eps)
"""
)

ADAM_FUNCTIONS = (
    DICTS_COLUMNS.partition("def update_parameters")[0]
    + """
def initialize_adam(parameters):
    v = {name: np.zeros_like(parameters[name]) for name in ("W1", "b1", "W2", "b2")}
    s = {name: np.zeros_like(parameters[name]) for name in ("W1", "b1", "W2", "b2")}
    return v, s


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    for name in ("W1", "b1", "W2", "b2"):
        v[name] = beta1 * v[name] + (1 - beta1) * grads["d" + name]
        s[name] = beta2 * s[name] + (1 - beta2) * grads["d" + name] ** 2
        v_corrected = v[name] / (1 - beta1**t)
        s_corrected = s[name] / (1 - beta2**t)
        parameters[name] = parameters[name] - learning_rate * v_corrected / (np.sqrt(s_corrected) + epsilon)
    return parameters, v, s
"""
)

_INSIDE = LISTS.partition("        for (dw, db), layer")[0].replace("        delta = out - y\n", "        delta = (out - y) / len(X)\n")

MOMENTUM_INSIDE = (
    _INSIDE.replace(
        "        self.learning_rate = learning_rate\n",
        "        self.learning_rate = learning_rate\n        self.velocity = [[0, 0] for _ in sizes[1:]]\n",
    )
    + """        for gradients, layer in zip(deltas, reversed(range(len(self.weights)))):
            for number, (w, g) in enumerate(zip((self.weights[layer], self.biases[layer]), gradients)):
                self.velocity[layer][number] = 0.9 * self.velocity[layer][number] - self.learning_rate * g
                w += self.velocity[layer][number]
"""
)

ADAM_INSIDE = (
    _INSIDE.replace(
        "        self.learning_rate = learning_rate\n",
        "        self.learning_rate = learning_rate\n        self.t = 0\n        self.moments = [[[0, 0], [0, 0]] for _ in sizes[1:]]\n",
    )
    + """        self.t += 1
        for gradients, layer in zip(deltas, reversed(range(len(self.weights)))):
            for (w, g), moments in zip(zip((self.weights[layer], self.biases[layer]), gradients), self.moments[layer]):
                moments[0] = 0.9 * moments[0] + 0.1 * g
                moments[1] = 0.999 * moments[1] + 0.001 * g**2
                m_hat, v_hat = moments[0] / (1 - 0.9**self.t), moments[1] / (1 - 0.999**self.t)
                w -= self.learning_rate * m_hat / (np.sqrt(v_hat) + 1e-8)
"""
)
