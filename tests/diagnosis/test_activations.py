"""Each mistake in an activation is called by its name."""

from __future__ import annotations

import numpy as np
import pytest

from tests.diagnosis.planted import Planted, of_x, pair_of, sigmoid, softmax
from tests.quickly import some

pytestmark = pytest.mark.keras


def activation(code, name, value, back, words="", kind="", **settings):
    return Planted(code, pair_of("activation", name, **settings), of_x(value, back), words, kind)


def relu(x):
    return np.maximum(x, 0)


def leaky(slope):
    return lambda x: np.where(x > 0, x, slope * x)


def leaky_back(slope):
    return lambda x, y, dy: dy * np.where(x > 0, 1, slope)


def gelu_by_tanh(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def gelu_by_tanh_back(x, y, dy):
    t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
    return dy * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x * x))


def keras_2(x):
    return np.clip(0.2 * x + 0.5, 0, 1)


def softmax_back(x, y, dy):
    return y * (dy - (dy * y).sum(axis=-1, keepdims=True))


def down(x):
    return softmax(x, 0)


def elu(alpha):
    return lambda x: np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_back(alpha):
    return lambda x, y, dy: dy * np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))


PLANTED = [
    activation("", "sigmoid", sigmoid, lambda x, y, dy: dy * y * (1 - y)),
    activation("derivative-of-output", "sigmoid", sigmoid, lambda x, y, dy: dy * x * (1 - x), "for the output and is given the input"),
    activation("derivative-of-output", "sigmoid", sigmoid, lambda x, y, dy: dy * sigmoid(y) * (1 - sigmoid(y)), "is given the output"),
    activation("derivative-of-output", "tanh", np.tanh, lambda x, y, dy: dy * (1 - x * x)),
    activation("derivative-of-output", "tanh", np.tanh, lambda x, y, dy: dy * (1 - np.tanh(y) ** 2)),
    activation("derivative-omitted", "sigmoid", sigmoid, lambda x, y, dy: dy),
    activation("upstream-ignored", "sigmoid", sigmoid, lambda x, y, dy: y * (1 - y)),
    activation("upstream-ignored", "relu", relu, lambda x, y, dy: np.where(x > 0, 1.0, 0.0)),
    activation("sign-flipped", "tanh", np.tanh, lambda x, y, dy: -dy * (1 - y * y)),
    activation("", "relu", relu, lambda x, y, dy: dy * (x > 0)),
    activation("relu-mask-wrong", "relu", relu, lambda x, y, dy: dy * (y >= 0), "passes at negative"),
    activation("relu-mask-wrong", "relu", relu, lambda x, y, dy: np.where(dy > 0, dy, 0), "taken of dy"),
    activation("relu-mask-wrong", "relu", relu, lambda x, y, dy: dy * (x <= 0), "negative only"),
    activation("", "leaky_relu", leaky(0.2), leaky_back(0.2)),
    activation("negative-slope", "leaky_relu", leaky(0.01), leaky_back(0.01), "the slope is 0.01", "C"),
    activation("negative-slope", "leaky_relu", leaky(0.0173), leaky_back(0.0173), "the slope is 0.0173", "C"),
    activation("negative-slope", "leaky_relu", leaky(0.01), leaky_back(0.2), "the slope is 0.01", "D"),
    activation("negative-slope", "elu", elu(0.3), elu_back(0.3), "alpha is 0.3"),
    activation("gelu-approximation", "gelu", gelu_by_tanh, gelu_by_tanh_back, kind="C", approximate=False),
    activation(
        "gelu-approximation", "gelu", lambda x: x * sigmoid(1.702 * x),
        lambda x, y, dy: dy * (sigmoid(1.702 * x) + 1.702 * x * sigmoid(1.702 * x) * (1 - sigmoid(1.702 * x))), "1.702", approximate=False,
    ),
    activation("hard-sigmoid-keras2", "hard_sigmoid", keras_2, lambda x, y, dy: dy * 0.2 * ((x > -2.5) & (x < 2.5))),
    activation("", "softmax", softmax, softmax_back, axis=-1),
    activation("softmax-diagonal-gradient", "softmax", softmax, lambda x, y, dy: dy * y * (1 - y), axis=-1),
    activation("softmax-diagonal-gradient", "softmax", softmax, lambda x, y, dy: y * (1 - y), "and dy", axis=-1),
    activation("softmax-wrong-axis", "softmax", down, lambda x, y, dy: y * (dy - (dy * y).sum(axis=0)), "axis 0", axis=-1),
    activation("softmax-wrong-axis", "softmax", down, softmax_back, "axis 0", axis=-1),
    activation("softmax-wrong-axis", "softmax", lambda x: softmax(x, None), lambda x, y, dy: y * (dy - (dy * y).sum()), "whole", axis=-1),
]  # fmt: skip


@pytest.mark.parametrize("planted", some(PLANTED, 14), ids=str)
def test_it_is_named(planted):
    planted.check()
