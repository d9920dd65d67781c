"""Mean squared logarithmic error where 1 + y keeps little of y: Keras's rounding of epsilon to float32 is no fault of others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from comparisons.checks.example import Example
from comparisons.pairs.case import Case, Values
from comparisons.pairs.losses import LOSSES

pytestmark = pytest.mark.keras
PAIR = next(pair for pair in LOSSES if pair.name == "MeanSquaredLogarithmicError")


@pytest.fixture
def case() -> Case:
    """Zero counts as epsilon, beside numbers of about 0.01. Judged by Keras alone, scratch was 22 allowances off here."""
    x = np.array([[0.0, 1.0006e-2]])
    return Case({"reduction": "none"}, {"y_pred": x}, Values(), "float64", {"y_true": np.array([[0.007628, 0.006998]])})


def _mean_square(of_both: Callable[[np.ndarray, np.ndarray], np.ndarray], case: Case, epsilon: float = 1e-7) -> np.ndarray:
    y_pred, y_true = (np.maximum(a, epsilon) for a in (case.x, case.given["y_true"]))
    return np.mean(of_both(y_pred, y_true) ** 2, axis=-1)


@pytest.mark.parametrize(
    "honest",
    [
        lambda p, t: np.log(p + 1) - np.log(t + 1),
        lambda p, t: np.log1p(p) - np.log1p(t),
        lambda p, t: np.log((1 + p) / (1 + t)),
    ],
    ids=["log", "log1p", "quotient"],
)
def test_honest_ways_to_write_it_are_right(case: Case, honest: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> None:
    assert Example(PAIR, case).judge("output", _mean_square(honest, case)).passed


def test_scratch_is_right(case: Case) -> None:
    example = Example(PAIR, case)
    assert max(example.judge(what).headroom for what in example.reference) < 0.3


def test_another_epsilon_is_found(case: Case) -> None:
    shifted = _mean_square(lambda p, t: np.log1p(p) - np.log1p(t), case, epsilon=1.01e-7)
    assert not Example(PAIR, case).judge("output", shifted).passed
