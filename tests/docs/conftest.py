"""What tests of docs/keras-notes.md start from: Keras, TensorFlow, and a derivative by them.

Notes about whole trainings, and those that depend on the processor, are left to the tests of what they are about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from reference import backend


@pytest.fixture(scope="module")
def keras() -> Any:
    return backend.load().keras


@pytest.fixture(scope="module")
def tf() -> Any:
    return backend.load().tensorflow


@pytest.fixture
def slope(tf: Any) -> Callable[..., np.ndarray]:
    """The derivative of a function at x."""

    def of(f: Callable[[Any], Any], x: Any, dtype: str = "float32") -> np.ndarray:
        at = tf.constant(x, dtype)
        with tf.GradientTape() as tape:
            tape.watch(at)
            y = f(at)
        return np.asarray(tape.gradient(y, at))

    return of
