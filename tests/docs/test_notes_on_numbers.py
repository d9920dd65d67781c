"""What docs/keras-notes.md says of numbers is so: float32 everywhere, and subnormals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.older import newer

pytestmark = [pytest.mark.keras, newer("is not the one of the notes")]


@pytest.fixture
def floats(keras: Any) -> Iterator[Callable[[str], None]]:
    """Sets Keras's float type, for this test alone."""
    before = keras.config.floatx()
    yield keras.config.set_floatx
    keras.config.set_floatx(before)


def test_python_constants_pass_through_float32(keras: Any) -> None:
    assert float(keras.ops.cast(0.999, "float64")) == 0.9990000128746033


def test_losses_compute_in_float32(keras: Any) -> None:
    assert keras.losses.MeanSquaredError()(np.zeros(1), np.ones(1)).dtype == "float32"


def test_schedules_stay_float32(keras: Any, floats: Callable[[str], None]) -> None:
    floats("float64")
    assert keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)(3).dtype == "float32"


def test_subnormals_count_as_zero(keras: Any, slope: Callable[..., np.ndarray]) -> None:
    assert slope(keras.activations.relu, [1e-45]) == 0
