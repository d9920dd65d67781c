"""Each mistake in a loss is called by its name."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.diagnosis.examples import fresh, fresh_edges
from tests.diagnosis.planted import Planted, loss, of_two, softmax
from tests.quickly import some

pytestmark = pytest.mark.keras

SQUARED, CATEGORICAL, SPARSE, BINARY = (
    loss("MeanSquaredError"),
    loss("CategoricalCrossentropy", from_logits=False),
    loss("SparseCategoricalCrossentropy", from_logits=True),
    loss("BinaryCrossentropy", from_logits=False),
)
LOGITS = loss("CategoricalCrossentropy", from_logits=True)
HUBER = loss("Huber", delta=1.0)


def of_mse(code, value, slope, words="", kind=""):
    """value and slope as functions of the error."""
    return Planted(code, SQUARED, of_two(lambda y, t: value(y - t), None if slope is None else lambda y, t: slope(y - t)), words, kind)


def ce(y, t, log=np.log):
    return -np.mean(np.sum(t * log(y), axis=-1))


def bce(y, t, log=np.log):
    return -np.mean(t * log(y) + (1 - t) * log(1 - y))


def bce_slope(y, t):
    return (-t / y + (1 - t) / (1 - y)) / y.size


def down(y, t):
    return ce(softmax(y, 0), t)


def down_slope(y, t):
    return (softmax(y, 0) - t) / len(y)


def fused(y, t):
    return (softmax(y) - t) / len(y)


def made_finite(y, t):
    return np.mean(np.nan_to_num(-t * np.log(y) - (1 - t) * np.log(1 - y)))


def certain():
    """Ordinary examples, and some with probabilities next to 0 and 1, and of 0 and 1."""
    ordinary = fresh(BINARY, "float64", number=77, count=4)
    return [*ordinary, *fresh_edges(BINARY, "clipped", ordinary)]


def hot(y, t):
    return np.eye(y.shape[1])[t]


def huber(delta):
    return lambda y, t: np.mean(np.where(np.abs(y - t) <= delta, 0.5 * (y - t) ** 2, delta * np.abs(y - t) - 0.5 * delta**2))


def crossed(y, t):
    """(N, 1) and (N,) become (N, N)."""
    return np.mean((y - t.ravel()) ** 2) if y.shape[1] == 1 else np.mean((y - t) ** 2)


def crossed_slope(y, t):
    """The same, added up to the shape of the prediction."""
    if y.shape[1] > 1:
        return 2 * (y - t) / y.size
    return (2 * (y - t.ravel()) / len(y) ** 2).sum(axis=1, keepdims=True)


def added(e):
    return lambda y: np.log(y + e)


PLANTED = [
    of_mse("", lambda e: np.mean(e**2), lambda e: 2 * e / e.size),
    of_mse("half-mse", lambda e: np.mean(e**2) / 2, lambda e: e / e.size, "1/2", "C"),
    of_mse("per-sample-sum", lambda e: np.sum(e**2) / len(e), lambda e: 2 * e / len(e), "is C x", "C"),
    of_mse("per-sample-sum", lambda e: np.sum(e**2), lambda e: 2 * e, "is N C x", "C"),
    of_mse("per-sample-sum", lambda e: np.sum(e**2) / 2, lambda e: e, "is N C/2 x", "C"),
    of_mse("sum-not-mean", lambda e: np.sum(np.mean(e**2, axis=1)), lambda e: 2 * e / e.shape[1], "is N x", "D"),
    of_mse("sum-not-mean", lambda e: np.mean(e**2), lambda e: 2 * e / e.shape[1], "the value right", "D"),
    of_mse("sum-not-mean", lambda e: np.sum(np.mean(e**2, axis=1)), None, "is N x", "C"),
    of_mse("divided-twice", lambda e: np.mean(e**2) / len(e), lambda e: 2 * e / e.size / len(e), "1/N"),
    of_mse("loss-gradient-inconsistent", lambda e: np.sum(e**2) / 2, lambda e: e / len(e), "N C/2"),
    of_mse("loss-gradient-inconsistent", lambda e: np.mean(e**2), lambda e: e / e.size, "1/2"),
    of_mse("loss-gradient-inconsistent", lambda e: np.mean(e**2) / 2, lambda e: 2 * e / e.size, "1/2"),
    of_mse("sign-flipped", lambda e: np.mean(e**2), lambda e: -2 * e / e.size),
    Planted("labels-broadcast", SQUARED, of_two(crossed, lambda y, t: 2 * (y - t) / y.size)),
    Planted("labels-broadcast", SQUARED, of_two(crossed, crossed_slope)),
    Planted("", CATEGORICAL, of_two(ce, lambda y, t: -t / y / len(y))),
    Planted("epsilon-in-log", CATEGORICAL, of_two(lambda y, t: ce(y, t, added(1e-9)), lambda y, t: -t / y / len(y)), "1e-09", "C"),
    Planted("epsilon-in-log", CATEGORICAL, of_two(lambda y, t: ce(y, t, added(1e-7)), lambda y, t: -t / (y + 1e-7) / len(y)), "1e-07", "C"),
    Planted("epsilon-in-log", CATEGORICAL, of_two(lambda y, t: ce(y, t, added(3e-7))), "3e-07", "C"),
    Planted("log-missing", CATEGORICAL, of_two(lambda y, t: ce(y, t, lambda p: p), lambda y, t: -t / y / len(y))),
    Planted("averaged-over-classes", CATEGORICAL, of_two(lambda y, t: -np.mean(t * np.log(y)), lambda y, t: -t / y / y.size)),
    Planted("sum-not-mean", CATEGORICAL, of_two(lambda y, t: ce(y, t) * len(y), lambda y, t: -t / y)),
    Planted("", LOGITS, of_two(lambda y, t: ce(softmax(y), t), lambda y, t: (softmax(y) - t) / len(y))),
    Planted("sum-not-mean", LOGITS, of_two(lambda y, t: ce(softmax(y), t), lambda y, t: softmax(y) - t)),
    Planted("divided-twice", LOGITS, of_two(lambda y, t: ce(softmax(y), t), lambda y, t: (softmax(y) - t) / len(y) ** 2)),
    Planted(
        "softmax-gradient-twice", LOGITS,
        of_two(lambda y, t: ce(softmax(y), t), lambda y, t: (softmax(y) - t) * softmax(y) * (1 - softmax(y)) / len(y)),
    ),
    Planted("softmax-wrong-axis", LOGITS, of_two(down, down_slope), "axis 0"),
    Planted("epsilon-in-log", LOGITS, of_two(lambda y, t: ce(softmax(y), t, added(1e-7)), fused), kind="C"),
    Planted("", SPARSE, of_two(lambda y, t: ce(softmax(y), hot(y, t)), lambda y, t: (softmax(y) - hot(y, t)) / len(y))),
    Planted("sum-not-mean", SPARSE, of_two(lambda y, t: ce(softmax(y), hot(y, t)) * len(y), lambda y, t: softmax(y) - hot(y, t))),
    Planted("", BINARY, of_two(bce, bce_slope)),
    Planted("epsilon-in-log", BINARY, of_two(lambda y, t: bce(y, t, added(1e-8)), bce_slope), "1e-08"),
    Planted("sign-flipped", BINARY, of_two(bce, lambda y, t: -bce_slope(y, t))),
    Planted(("sum-not-mean", "log-of-zero"), BINARY, of_two(lambda y, t: bce(y, t) * len(y)), kind="", cases=certain),
    Planted(("sum-not-mean", "log-of-zero"), BINARY, of_two(lambda y, t: made_finite(y, t) * len(y)), cases=certain),
    Planted("coefficient-value", HUBER, of_two(huber(1.35)), "delta is 1.35", "C"),
]  # fmt: skip


@pytest.mark.parametrize("planted", some(PLANTED, 5), ids=str)
def test_it_is_named(planted):
    planted.check()
