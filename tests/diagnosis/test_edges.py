"""What shows at kinks, at extreme numbers and at certain probabilities only."""

from __future__ import annotations

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


@pytest.mark.parametrize("planted", some(PLANTED, 9), ids=str)
def test_it_is_named(planted):
    planted.check()


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
