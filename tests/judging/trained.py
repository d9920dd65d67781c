"""A training of two weights by gradient descent with momentum, in NumPy on both sides: what tracks compare."""

from __future__ import annotations

import numpy as np

from comparisons.training.batches import Batch
from comparisons.training.candidate import Found, State
from comparisons.training.ledger import Quantity
from comparisons.training.moment import Moment
from comparisons.training.sides import KerasStates
from reference import KerasState, KerasStep

U = 2.0**-52
RATE, MOMENTUM = 0.125, 0.5
NAMES = [("dense", "kernel"), ("dense", "bias")]
WEIGHTS = [Quantity("weight", *name) for name in NAMES]
GRADIENTS = [Quantity("gradient", *name) for name in NAMES]
SLOTS = {"momentums": [Quantity("slot", layer, f"momentums of {tensor}") for layer, tensor in NAMES]}


class Tensor(np.ndarray):
    """An array that can be asked for itself."""

    def numpy(self):
        return np.asarray(self)


def tensor(a):
    return np.asarray(a).view(Tensor)


def found(weights, x, y, slope=0.0):
    """Mean of squares of x w + b - y, and its gradients; with `slope`, plus that times |w - 1|, whose derivative jumps."""
    kernel, bias = weights
    error = x @ kernel + bias - y
    kinked = slope * np.where(kernel > 1, 1.0, -1.0)
    loss = np.mean(error**2) + float((kinked * (kernel - 1)).sum())
    return float(loss), [2 * x.T @ error / len(x) + kinked, np.asarray([2 * error.mean()])]


def moved(weights, momentums, gradients):
    momentums = [MOMENTUM * m - RATE * g for m, g in zip(momentums, gradients)]
    return [w + m for w, m in zip(weights, momentums)], momentums


class Keras:
    """In the place of `KerasTraining`; `asked` counts what it is asked."""

    def __init__(self, slope=0.0):
        self.dtype, self.fixed_count, self.weight_count = "float64", 0, 2
        self.slots, self.shapes = {"momentums": [None, None]}, [(2,), (1,)] * 2
        self.slope, self.asked = slope, {"gradients": [], "update": [], "noisy_step": []}

    def tensor(self, array):
        return tensor(array)

    def state(self, values, iterations):
        return KerasState(tensor(values), iterations)

    def gradients(self, state, x, y):
        self.asked["gradients"].append((np.asarray(state.values).copy(), np.asarray(x).copy()))
        kernel, bias, *_ = self._split(state)
        loss, gradients = found([kernel, bias], np.asarray(x), np.asarray(y), self.slope)
        return KerasStep(tensor(loss), tensor(0.0), tensor(np.concatenate(gradients)))

    def update(self, state, gradients):
        self.asked["update"].append((np.asarray(state.values).copy(), np.asarray(gradients).copy()))
        kernel, bias, *momentums = self._split(state)
        weights, momentums = moved([kernel, bias], momentums, [np.asarray(gradients)[:2], np.asarray(gradients)[2:]])
        return self.state(np.concatenate([*weights, *momentums]), state.iterations + 1)

    def noisy_step(self, state, x, y, *, seed, ulps=1):
        self.asked["noisy_step"].append((seed, ulps))
        sign = np.random.default_rng(seed).choice([-1.0, 1.0], np.shape(state.values))
        noisy = self.state(np.asarray(state.values) * (1 + ulps * U * sign), state.iterations)
        step = self.gradients(noisy, x, y)
        return step.loss, self.update(noisy, step.gradients)

    def _split(self, state):
        values = np.asarray(state.values)
        return values[:2], values[2:3], values[3:5], values[5:]


class Mine:
    """The side under test, as right as Keras; `bug` changes the gradients it finds."""

    def __init__(self, weights, *, slope=0.0, bug=lambda gradients: gradients, update_bug=lambda gradients: gradients):
        self.weights, self.slope, self.bug, self.update_bug = [w.copy() for w in weights], slope, bug, update_bug
        self.momentums, self.steps = [np.zeros(2), np.zeros(1)], 0

    def load(self, state):
        self.weights = [w.copy() for w in state.weights]
        self.momentums, self.steps = [m.copy() for m in state.slots["momentums"]], state.iterations

    def load_weights(self, weights):
        self.weights = [w.copy() for w in weights]

    def state(self):
        return State(self.weights, {"momentums": self.momentums}, self.steps)

    def gradients(self, x, y):
        loss, gradients = found(self.weights, x, y, self.slope)
        self.last = self.bug(gradients)
        return Found(loss, 0.25, self.last)

    def apply(self, gradients=None):
        given = self.last if gradients is None else gradients
        self.weights, self.momentums = moved(self.weights, self.momentums, self.update_bug(list(given)))
        self.steps += 1


START = [np.array([0.75, -1.5]), np.array([0.25])]
GENERATOR = np.random.default_rng(5)
X, Y = GENERATOR.standard_normal((4, 2)), GENERATOR.standard_normal(4)


def start(keras, weights=START):
    return keras.state(np.concatenate([*weights, np.zeros(3)]), 0)


def moments(keras, count, weights=START, x=X):
    """Keras's own training."""
    states, state = KerasStates(keras), start(keras, weights)
    for step in range(1, count + 1):
        found = keras.gradients(state, x, Y)
        after = keras.update(state, found.gradients)
        yield Moment(
            Batch(step, 1, x, Y), tensor(x), tensor(Y), state, states.read(state), states.read(after), found, float(found.loss),
            states.split(found.gradients.numpy()),
        )  # fmt: skip
        state = after
