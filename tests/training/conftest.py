"""One compiled Keras training for all tests of one dtype."""

from __future__ import annotations

from functools import cache

import pytest

from comparisons.data import load, scaled
from comparisons.training.presets import preset


@pytest.fixture(scope="session")
def plan():
    return preset("mlp-784-50-10")


@pytest.fixture(scope="session")
def digits():
    """1,600 real digits as rows of float32, with labels."""
    data = load("mnist-5k")
    return scaled(data.x_train[:1600], "float32").reshape(1600, 784), data.y_train[:1600].astype("int32")


@pytest.fixture(scope="session")
def keras_side(plan):
    """A function from dtype (and plan) to the compiled reference."""
    import reference
    from comparisons.training.sides import keras_training

    @cache
    def compiled(dtype, name):
        with reference.floatx(dtype):
            return keras_training(plans[name], dtype)

    def make(dtype, own=plan):
        plans[own.name] = own
        return compiled(dtype, own.name)

    plans = {}
    return make
