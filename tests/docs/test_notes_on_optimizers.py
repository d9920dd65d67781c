"""What docs/keras-notes.md says of optimizers and schedules is so."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.docs.nearly import near
from tests.older import newer

pytestmark = [pytest.mark.keras, newer("is not the one of the notes")]


def test_stateless_apply_does_not_exist_on_tensorflow(keras: Any) -> None:
    optimizer = keras.optimizers.SGD()
    v = keras.Variable([1.0])
    optimizer.build([v])
    with pytest.raises(ValueError, match="stateless_apply"):
        optimizer.stateless_apply([o.value for o in optimizer.variables], [np.ones(1)], [v.value])


@pytest.mark.parametrize(
    "make",
    [
        lambda of: of.CosineDecay(0, 100, warmup_target=0.1, warmup_steps=10)(5),
        lambda of: of.PiecewiseConstantDecay([10], [1, 0.5])(3),
    ],
    ids=["cosine", "piecewise"],
)
def test_schedules_with_whole_numbers_raise(keras: Any, make: Callable[[Any], Any]) -> None:
    with pytest.raises(Exception, match=r"cannot compute Mul as input #1.* was expected to be a int32 tensor"):
        make(keras.optimizers.schedules)


def test_restarts_are_missed(keras: Any) -> None:
    restarts = keras.optimizers.schedules.CosineDecayRestarts
    assert near(restarts(0.1, 10, t_mul=1.2)(22), 0.0, atol=1e-6)
    assert np.isnan(float(restarts(0.1, 10, t_mul=0.5)(20)))


def test_centered_rmsprop_goes_negative(keras: Any) -> None:
    optimizer, v = keras.optimizers.RMSprop(centered=True), keras.Variable([1.0])
    steps = 0
    while not np.isnan(np.asarray(v)).any():
        optimizer.apply([np.array([7.2464504], "float32")], [v])
        steps += 1
    assert steps == 141


def test_ftrl_and_one_zero_gradient(keras: Any) -> None:
    for settings, found in (({}, 0.0), ({"initial_accumulator_value": 0.0}, math.nan)):
        optimizer, v = keras.optimizers.Ftrl(**settings), keras.Variable([1.0])
        optimizer.apply([np.zeros(1, "float32")], [v])
        assert near(v, [found])


def test_clipping_by_norm_overflows(keras: Any) -> None:
    for settings, found in (({"clipnorm": 1.0}, 1.0), ({"global_clipnorm": 1.0}, math.nan)):
        optimizer, v = keras.optimizers.SGD(1.0, **settings), keras.Variable([1.0, 1.0])
        optimizer.apply([np.array([1e20, 1.0], "float32")], [v])
        assert near(v, [found, found]), settings


@pytest.mark.parametrize("clipnorm", [0.0, -1.0])
def test_no_clipping_norm_is_refused(keras: Any, clipnorm: float) -> None:
    optimizer, v = keras.optimizers.SGD(1.0, clipnorm=clipnorm), keras.Variable([0.0])
    optimizer.apply([np.array([3.0], "float32")], [v])
    assert near(v, [-3.0])


def test_slices_of_equal_words_are_squared_one_by_one(keras: Any, tf: Any) -> None:
    slices = tf.IndexedSlices(tf.constant([[1.0], [1.0]]), tf.constant([0, 0]), tf.constant([2, 1]))
    for gradient, found in ((slices, -4.47), (tf.constant([[2.0], [0.0]]), -3.16)):
        v, o = keras.Variable([[0.0], [0.0]]), keras.optimizers.RMSprop(1.0)
        o.apply([gradient], [v])
        assert near(v, [[found], [0.0]], rtol=2e-3)
