"""What shows at kinks, at extreme numbers and at certain probabilities only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.diagnosis.diagnose import diagnose
from comparisons.diagnosis.examples import edge_of, fresh, fresh_edges
from comparisons.pairs import PAIRS
from tests.diagnosis.planted import Planted, loss, of_two, of_x, pair_of, sigmoid, softmax
from tests.quickly import some

pytestmark = pytest.mark.keras

RELU, SIGMOID, TANH, SOFTPLUS = (pair_of("activation", name) for name in ("relu", "sigmoid", "tanh", "softplus"))
SOFTMAX = pair_of("activation", "softmax", axis=-1)
HARD_TANH, RELU6 = (pair_of("activation", name) for name in ("hard_tanh", "relu6"))
HARD_SHRINK, SOFT_SHRINK = (pair_of("activation", name, threshold=[0.5, 1.0]) for name in ("hard_shrink", "soft_shrink"))
SELU, HARD_SILU = (pair_of("activation", name) for name in ("selu", "hard_silu"))
LOGARITHMIC = loss("MeanSquaredLogarithmicError")
CATEGORICAL, BINARY = (loss(f"{name}Crossentropy", from_logits=False) for name in ("Categorical", "Binary"))
SPARSE = loss("SparseCategoricalCrossentropy", from_logits=True)


def edge(pair, which, dtype="float64"):
    """Ordinary examples and some of the edge."""

    def cases():
        ordinary = fresh(pair, dtype, number=77, count=4)
        return [*ordinary, *fresh_edges(pair, which, ordinary)]

    return cases


def naive_softmax(x):
    return np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)


def naive_sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


def naive_tanh(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def naive_softplus(x):
    return np.log(1 + np.exp(x))


def softmax_back(x, y, dy):
    return y * (dy - (dy * y).sum(axis=-1, keepdims=True))


def relu(x):
    return np.maximum(x, 0)


def clipping(low, high):
    return lambda x: np.clip(x, low, high)


def open_between(low, high):
    return lambda x, y, dy: dy * ((x > low) & (x < high))


def closed_between(low, high):
    return lambda x, y, dy: dy * ((x >= low) & (x <= high))


def shrinking(value, mask):
    """A shrink with a threshold: value(x, threshold), and where gradients pass."""

    def candidate(case):
        x, threshold = case.x, np.asarray(case.settings["threshold"], case.dtype)
        return {"output": value(x, threshold), "gradient of x": case.upstream(x.shape) * mask(np.abs(x), threshold)}

    return candidate


def at_its_threshold(pair):
    """Ordinary examples, and each of them with its own threshold for x: of those of a kink a few may have that of another."""

    def cases():
        ordinary = fresh(pair, "float64", number=77, count=4)
        return [*ordinary, *(case.with_x(np.resize([1.0, -1.0], case.x.shape) * case.settings["threshold"]) for case in ordinary)]

    return cases


def hard(x, threshold):
    return np.where(np.abs(x) > threshold, x, 0)


def hard_with_its_ends(x, threshold):
    return np.where(np.abs(x) >= threshold, x, 0)


def soft(x, threshold):
    return np.sign(x) * np.maximum(np.abs(x) - threshold, 0)


def selu(x):
    return 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))


def selu_flat_above(x, y, dy):
    return dy * 1.0507009873554805 * np.where(x > 0, 1, 1.6732632423543772 * np.exp(np.minimum(x, 0)))


def hard_silu_slope(x, y, dy):
    return dy * np.where(x < -3, 0, np.where(x > 3, 1, (2 * x + 3) / 6))


def logarithmic(y, t):
    return np.mean((np.log1p(y) - np.log1p(t)) ** 2)


def ce(p, t):
    return -np.mean(np.sum(t * np.log(p), axis=-1))


def bce(p, t):
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


def clipped(e):
    return lambda y, t: ce(np.clip(y, e, 1 - e), t)


def clipped_slope(e):
    return lambda y, t: -t / np.clip(y, e, 1 - e) / len(y)


def of_labels(x, t):
    return -np.mean(np.log(naive_softmax(x)[np.arange(len(x)), t]))


def of_labels_slope(x, t):
    return (naive_softmax(x) - np.eye(x.shape[1])[t]) / len(x)


KINK, LARGE, CERTAIN = "tie", "large", "clipped"
PLANTED = [
    Planted("", RELU, of_x(relu, lambda x, y, dy: dy * (x > 0)), cases=edge(RELU, KINK)),
    Planted("kink-at-zero", RELU, of_x(relu, lambda x, y, dy: dy * (x >= 0)), "above", "C", edge(RELU, KINK)),
    Planted("kink-at-zero", RELU, of_x(relu, lambda x, y, dy: dy * np.where(x == 0, 0.5, x > 0)), "mean", "C", edge(RELU, KINK)),
    Planted("", HARD_TANH, of_x(clipping(-1, 1), closed_between(-1, 1)), cases=edge(HARD_TANH, KINK)),
    Planted("kink-at-zero", HARD_TANH, of_x(clipping(-1, 1), open_between(-1, 1)), "flatter", "C", edge(HARD_TANH, KINK)),
    Planted("", RELU6, of_x(clipping(0, 6), open_between(0, 6)), cases=edge(RELU6, KINK)),
    Planted("kink-at-zero", RELU6, of_x(clipping(0, 6), closed_between(0, 6)), "steeper", "C", edge(RELU6, KINK)),
    Planted("kink-at-zero", SOFT_SHRINK, shrinking(soft, np.greater_equal), "steeper", "C", at_its_threshold(SOFT_SHRINK)),
    Planted("kink-at-zero", HARD_SHRINK, shrinking(hard, np.greater_equal), "steeper", "C", at_its_threshold(HARD_SHRINK)),
    Planted("kink-at-zero", HARD_SHRINK, shrinking(hard_with_its_ends, np.greater), "at the threshold", "C", at_its_threshold(HARD_SHRINK)),
    Planted("kink-at-zero", SELU, of_x(selu, selu_flat_above), "below", "C", edge(SELU, KINK)),
    Planted("kink-at-zero", HARD_SILU, of_x(lambda x: x * np.clip(x / 6 + 0.5, 0, 1), hard_silu_slope), "steeper", "C",
            edge(HARD_SILU, KINK)),
    Planted("epsilon-value", LOGARITHMIC, of_two(logarithmic), "1e-7", "C", edge(LOGARITHMIC, KINK)),
    Planted("", SIGMOID, of_x(sigmoid, lambda x, y, dy: dy * y * (1 - y)), cases=edge(SIGMOID, LARGE)),
    Planted("overflow", SIGMOID, of_x(naive_sigmoid, lambda x, y, dy: dy * y * (1 - y)), "x > 88.72", "D", edge(SIGMOID, LARGE)),
    Planted("overflow", SIGMOID, of_x(naive_sigmoid, lambda x, y, dy: dy * y * (1 - y)), "709.8", "D", edge(SIGMOID, LARGE, "float32")),
    Planted("overflow", TANH, of_x(naive_tanh, lambda x, y, dy: dy * (1 - y * y)), "nan", "D", edge(TANH, LARGE)),
    Planted("overflow", SOFTPLUS, of_x(naive_softplus, lambda x, y, dy: dy * sigmoid(x)), "inf", "D", edge(SOFTPLUS, LARGE)),
    Planted("", SOFTMAX, of_x(softmax, softmax_back), cases=edge(SOFTMAX, LARGE)),
    Planted("overflow", SOFTMAX, of_x(naive_softmax, softmax_back), "subtracting the largest", "D", edge(SOFTMAX, LARGE)),
    Planted("overflow", SPARSE, of_two(of_labels, of_labels_slope), "shift", "D", edge(SPARSE, LARGE)),
    Planted("", CATEGORICAL, of_two(clipped(1e-7)), cases=edge(CATEGORICAL, CERTAIN)),
    Planted("log-of-zero", CATEGORICAL, of_two(ce), "infinite", "D", edge(CATEGORICAL, CERTAIN)),
    Planted("log-of-zero", CATEGORICAL, of_two(clipped(1e-15)), "1e-15", "C", edge(CATEGORICAL, CERTAIN)),
    Planted("log-of-zero", CATEGORICAL, of_two(clipped(1e-12), clipped_slope(1e-12)), "1e-12", "C", edge(CATEGORICAL, CERTAIN)),
    Planted("log-of-zero", BINARY, of_two(bce), "infinite", "D", edge(BINARY, CERTAIN)),
    Planted("log-of-zero", BINARY, of_two(lambda y, t: bce(np.clip(y, 1e-9, 1 - 1e-9), t)), "1e-09", "C", edge(BINARY, CERTAIN)),
]  # fmt: skip


@pytest.mark.parametrize("planted", some(PLANTED, 12), ids=str)
def test_it_is_named(planted):
    planted.check()


@pytest.mark.parametrize("number", range(1000, 1008))
def test_kinks_away_from_0_are_seen_whatever_is_drawn(number):
    """Noise that moved x off the kink would pass for what the jump is."""
    ordinary = fresh(HARD_TANH, "float64", number=number, count=4)
    cases = [*ordinary, *fresh_edges(HARD_TANH, KINK, ordinary)]
    found = diagnose(HARD_TANH, of_x(clipping(-1, 1), open_between(-1, 1)), cases)
    assert ([finding.code for finding in found.findings], found.region) == (["kink-at-zero"], "")


def test_no_convention_at_kinks_is_told_of_what_is_wrong_everywhere():
    def inverted(case):
        return {**RELU.candidate(case), "gradient of x": case.upstream(case.x.shape) * (case.x < 0)}

    found = diagnose(RELU, inverted, edge(RELU, "tie")())
    assert [finding.code for finding in found.findings] == ["relu-mask-wrong"]
    assert found.region == ""


WITH_TIES = [pair for pair in PAIRS if pair.kind == "loss" and pair.has_ties and np.isinf(pair.domain[1])]
"""Of numbers: a distribution over one class is 1, which is an edge already."""


@pytest.mark.parametrize("pair", WITH_TIES, ids=lambda pair: pair.name)
def test_a_single_number_at_a_convention_is_no_ordinary_example(pair):
    """Nothing in it is equal to anything: the vector of one number shorter than epsilon, the score of exactly 1."""
    settings = {name: values[0] for name, values in pair.settings.items()}
    one = pair.make_case(settings, (1, 1), pair.usual("float64", 0)[0].values, "float64", False)
    tied = list(pair.tied(one))
    assert edge_of(pair, one) == ""
    assert tied
    assert all(edge_of(pair, case) for case in tied)


@pytest.mark.parametrize("code", ["", "per-sample-sum"])
def test_what_is_more_exact_than_keras_is_right(code):
    """Of small probabilities 1 - p leaves little, and log1p(-p) has it all: nothing but what else is wrong is told."""

    def value(p, t):
        return (np.sum if code else np.mean)(-t * np.log(p) - (1 - t) * np.log1p(-p))

    def slope(p, t):
        return (p - t) / (p * (1 - p)) / (1 if code else p.size)

    def cases():
        ordinary = fresh(BINARY, "float64", number=77, count=4)
        given = [replace(case, given={"y_true": np.zeros_like(case.x)}) for case in ordinary]
        return [*ordinary, *(case.with_x(case.x * 1e-5 + 1e-5) for case in given)]

    Planted(code, BINARY, of_two(value, slope), cases=cases).check()
