"""Each other formula for a loss or an activation is called by its name."""

from __future__ import annotations

import numpy as np
import pytest

from tests.diagnosis.planted import Planted, loss, of_two, of_x, pair_of, sigmoid, softmax
from tests.quickly import some

pytestmark = pytest.mark.keras

HUBER = loss("Huber", delta=[0.5, 2.0])
BINARY = loss("BinaryCrossentropy", from_logits=False)
CATEGORICAL = loss("CategoricalCrossentropy", from_logits=False)
LOGITS = loss("CategoricalCrossentropy", from_logits=True)
DIVERGENCE = loss("KLDivergence")
ABSOLUTE, SQUARED, HINGE = loss("MeanAbsoluteError"), loss("MeanSquaredError"), loss("Hinge")


def huber(inside, outside, slope=None):
    """Of the absolute error and delta; the slope of the error and delta."""

    def candidate(case):
        e, delta = case.x - case.given["y_true"], case.settings["delta"]
        near, a = np.abs(e) <= delta, np.abs(e)
        right = np.where(near, e, delta * np.sign(e))
        gradient = right if slope is None else np.where(near, e, slope(e, delta))
        found = {"output": np.asarray(np.mean(np.where(near, inside(a), outside(a, delta))))}
        return found | {"gradient of y_pred": case.upstream(()) * gradient / e.size}

    return candidate


def half(a):
    return a * a / 2


def line(a, d):
    return d * a - d * d / 2


def bce(y, t):
    return -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))


def rows(p):
    return np.prod(p.shape[:-1])


def power(x):
    return np.exp(np.minimum(x, 0))


def activation(code, name, value, slope, words="", **settings):
    return Planted(code, pair_of("activation", name, **settings), of_x(value, lambda x, y, dy: dy * slope(x)), words)


PLANTED = [
    Planted("", HUBER, huber(half, line)),
    Planted("value-formula", HUBER, huber(half, lambda a, d: d * a), "is missing"),
    Planted("value-formula", HUBER, huber(half, lambda a, d: d * (a - 0.5)), "delta * (a - 0.5)"),
    Planted("value-formula", HUBER, huber(lambda a: a * a, line), "0.5 is missing"),
    Planted("derivative-formula", HUBER, huber(half, line, lambda e, d: d), "whatever the sign"),
    Planted("derivative-formula", HUBER, huber(half, line, lambda e, d: np.sign(e)), "without delta"),
    Planted("derivative-formula", ABSOLUTE, of_two(lambda y, t: np.mean(np.abs(y - t)), lambda y, t: (y - t) / y.size), "not its sign"),
    Planted("value-formula", SQUARED, of_two(lambda y, t: np.sqrt(np.mean((y - t) ** 2))), "root"),
    Planted("value-formula", SQUARED, of_two(lambda y, t: np.mean(y - t)), "not of their squares"),
    Planted("value-formula", HINGE, of_two(lambda y, t: np.mean(np.maximum(0, -t * y))), "margin"),
    Planted("sign-flipped", BINARY, of_two(lambda y, t: -bce(y, t)), "a minus is missing"),
    Planted("value-formula", BINARY, of_two(lambda y, t: -np.mean(t * np.log(y) + (1 - t) * np.log(y))), "stands before"),
    Planted("value-formula", BINARY, of_two(lambda y, t: bce(1 - y, t)), "changed places"),
    Planted("derivative-formula", BINARY, of_two(bce, lambda y, t: (-t / y - (1 - t) / (1 - y)) / y.size), "second term"),
    Planted("arguments-swapped", CATEGORICAL, of_two(lambda y, t: -np.sum(y * np.log(t + 1e-9)) / rows(y)), "1e-09"),
    Planted("arguments-swapped", BINARY, of_two(lambda y, t: bce(np.clip(t, 1e-7, 1 - 1e-7), y)), "clipped"),
    Planted("arguments-swapped", DIVERGENCE, of_two(lambda y, t: np.sum(y * np.log(y / t)) / rows(y))),
    Planted(
        "derivative-omitted", LOGITS,
        of_two(lambda y, t: -np.sum(t * np.log(softmax(y))) / rows(y), lambda y, t: -t / softmax(y) / rows(y)), "by the probabilities",
    ),
    activation("value-formula", "sigmoid", lambda x: sigmoid(-x), lambda x: -sigmoid(x) * sigmoid(-x), "a minus is missing"),
    activation("value-formula", "tanh", lambda x: np.tanh(x / 2), lambda x: (1 - np.tanh(x / 2) ** 2) / 2, "tanh(x / 2)"),
    activation(
        "value-formula", "elu", lambda x: np.where(x > 0, x, power(x)), lambda x: np.where(x > 0, 1, power(x)), "- 1 is missing", alpha=1.0
    ),
    activation(
        "value-formula", "leaky_relu", lambda x: np.minimum(x / 4, x), lambda x: np.where(x > 0, 0.25, 1), "smaller", negative_slope=0.25
    ),
]  # fmt: skip


@pytest.mark.parametrize("planted", some(PLANTED, 4), ids=str)
def test_it_is_named(planted):
    planted.check()


def test_a_cosine_similarity_is_no_loss_without_its_minus():
    """Both are meant by somebody: nothing is said of the sign of a similarity."""

    def similarity(y, t):
        lengths = np.linalg.norm(y, axis=-1) * np.linalg.norm(t, axis=-1)
        return np.mean(np.sum(y * t, axis=-1) / lengths)

    found = Planted("", loss("CosineSimilarity", axis=-1), of_two(similarity)).diagnosis()
    assert [finding.code for finding in found.findings if finding.code == "sign-flipped"] == []
