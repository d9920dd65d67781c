"""What docs/keras-notes.md says of activations is so: their values and their slopes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.docs.nearly import near
from tests.older import newer

pytestmark = [pytest.mark.keras, newer("is not the one of the notes")]


@pytest.mark.parametrize(
    ("of", "x", "dtype", "found"),
    [
        (lambda a: a.sparsemax, [[1.0, 0.9, 0.8]], "float32", [[0, 0, 0]]),
        (lambda a: a.leaky_relu, [-1.0], "float64", [-0.20000000298]),
        (lambda a: lambda x: a.relu(x, max_value=0.3), [9.0], "float64", [0.3000000119]),
        (lambda a: a.elu, [-1e-7], "float32", [-1.19e-7]),
        (lambda a: a.squareplus, [-1e20], "float32", [math.inf]),
        (lambda a: a.softsign, [math.inf], "float32", [math.nan]),
        (lambda a: a.silu, [-math.inf], "float32", [math.nan]),
        (lambda a: a.mish, [-math.inf], "float32", [math.nan]),
        (lambda a: a.gelu, [-math.inf], "float32", [math.nan]),
        (lambda a: a.hard_silu, [-math.inf], "float32", [math.nan]),
        (lambda a: a.softmax, [[math.nan, 1.0]], "float64", [[math.nan, math.nan]]),
        (lambda a: a.hard_shrink, [math.nan], "float32", [0.0]),
        (lambda a: a.soft_shrink, [math.nan], "float32", [0.0]),
        (lambda a: lambda x: a.relu(x, threshold=0.5), [math.nan], "float32", [0.0]),
    ],
)
def test_activations(keras: Any, tf: Any, of: Callable[[Any], Any], x: Any, dtype: str, found: Any) -> None:
    assert near(of(keras.activations)(tf.constant(x, dtype)), found, rtol=1e-2 if dtype == "float32" else 1e-9, atol=1e-15)


def test_gelu_rounds_its_root_to_float32(keras: Any, tf: Any) -> None:
    off = float(keras.activations.gelu(tf.constant(1.0, "float64"))) - (1 + math.erf(1 / math.sqrt(2))) / 2
    assert 1e-9 < abs(off) < 1e-8


@pytest.mark.parametrize(
    ("of", "x", "found"),
    [
        (lambda a: a.celu, 0.0, 2.0),
        (lambda a: a.squareplus, 1e20, 0.5),
        (lambda a: lambda x: a.relu(x, max_value=5), 5.0, 1.0),
        (lambda a: lambda x: a.relu(x, max_value=6), 6.0, 0.0),
        (lambda a: a.relu6, 6.0, 0.0),
        (lambda a: lambda x: a.relu(x, negative_slope=0.25), 0.0, 0.25),
        (lambda a: lambda x: a.relu(x, negative_slope=0.25, max_value=3.0), 0.0, 0.0),
        (lambda a: a.hard_tanh, 1.0, 1.0),
        (lambda a: a.hard_tanh, -1.0, 1.0),
        (lambda a: a.hard_sigmoid, 3.0, 0.0),
        (lambda a: a.hard_sigmoid, -3.0, 0.0),
    ],
)
def test_slopes(keras: Any, slope: Callable[..., np.ndarray], of: Callable[[Any], Any], x: float, found: float) -> None:
    assert slope(of(keras.activations), [x]) == [found]


def test_tanh_shrink_cancels(keras: Any, tf: Any) -> None:
    x = 1e-3
    assert not near(keras.activations.tanh_shrink(tf.constant([x])), x**3 / 3, rtol=0.01)
