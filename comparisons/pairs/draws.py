"""How targets and predictions of losses are drawn, by what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from comparisons.pairs.case import MAGNITUDES, Case, Values

Drawn = Callable[[Values, tuple[int, ...], str, Mapping[str, Any], int], np.ndarray]
"""From (values, shape, dtype, settings, stream) to an array of that shape."""

SHARP = (1.0, 0.1, 4.0, 30.0)  # what logits are multiplied by, by magnitude: the last puts probabilities beyond epsilon
BLUNT = (1.0, 0.1, 0.5, 2.0)  # the same for float16, where 1 - epsilon is 1, so that Keras's clipping leaves log(0) alone

BLUNT_FROM = 1e-3  # and numbers below this meet an epsilon that float16 holds with two digits at most


def numbers(values: Values, shape: tuple[int, ...], dtype: str, settings: Mapping[str, Any], stream: int) -> np.ndarray:
    """Any numbers."""
    return values.normal(shape, dtype, stream=stream)


def positives(values: Values, shape: tuple[int, ...], dtype: str, settings: Mapping[str, Any], stream: int) -> np.ndarray:
    """Numbers above 0."""
    return (values.uniform(shape, "float64", stream=stream) * 2 * MAGNITUDES[values.magnitude]).astype(dtype)


def distributions(values: Values, shape: tuple[int, ...], dtype: str, settings: Mapping[str, Any], stream: int) -> np.ndarray:
    """Rows that sum to 1."""
    e, axis = np.exp(_logits(values, shape, dtype, stream)), settings.get("axis", -1)
    return (e / e.sum(axis=axis, keepdims=True)).astype(dtype)


def probabilities(values: Values, shape: tuple[int, ...], dtype: str, settings: Mapping[str, Any], stream: int) -> np.ndarray:
    """Each between 0 and 1."""
    return (1 / (1 + np.exp(-_logits(values, shape, dtype, stream)))).astype(dtype)


def _logits(values: Values, shape: tuple[int, ...], dtype: str, stream: int) -> np.ndarray:
    sizes = BLUNT if dtype == "float16" else SHARP
    return values.normal(shape, "float64", stream=stream, scaled=False) * sizes[values.magnitude]


def or_logits(draw: Drawn) -> Drawn:
    """What `draw` draws, or any numbers if the settings say that logits are wanted."""

    def drawn(values: Values, shape: tuple[int, ...], dtype: str, settings: Mapping[str, Any], stream: int) -> np.ndarray:
        return (numbers if settings.get("from_logits") else draw)(values, shape, dtype, settings, stream)

    return drawn


def class_numbers(values: Values, shape: tuple[int, ...], dtype: str, settings: Mapping[str, Any], stream: int) -> np.ndarray:
    """A class for every row."""
    return values.integers(shape[:-1], max(1, shape[-1]), stream=stream).astype("int32")


def one_hot(values: Values, shape: tuple[int, ...], dtype: str, settings: Mapping[str, Any], stream: int) -> np.ndarray:
    """A class for every row, as a row with one 1, along the axis of the classes."""
    drawn = np.random.default_rng([values.seed, stream]).standard_normal(shape)
    axis = settings.get("axis", -1)
    return (drawn == drawn.max(axis=axis, keepdims=True, initial=-np.inf)).astype(dtype)


def labels(values: Values, shape: tuple[int, ...], dtype: str, settings: Mapping[str, Any], stream: int) -> np.ndarray:
    """0 or 1; with every other seed anything between."""
    drawn = values.uniform(shape, dtype, stream=stream)
    return drawn if values.seed % 2 else np.round(drawn)


def signs(values: Values, shape: tuple[int, ...], dtype: str, settings: Mapping[str, Any], stream: int) -> np.ndarray:
    """-1 or 1; with every third seed 0 or 1."""
    drawn = values.integers(shape, 2, stream=stream).astype(dtype)
    return drawn if values.seed % 3 == 2 else 2 * drawn - 1


def weights(values: Values, shape: tuple[int, ...], dtype: str) -> np.ndarray:
    """Of samples; with every third seed some are 0, as for padding, and of a small batch perhaps all."""
    drawn = values.uniform(shape, dtype, stream=2)
    return drawn if values.seed % 3 else drawn * values.integers(shape, 2, stream=3).astype(dtype)


def at_target(case: Case) -> np.ndarray:
    """Predictions that hit the target: where |error| has its kink."""
    return case.given["y_true"].astype(case.dtype)


def delta_from_target(case: Case) -> np.ndarray:
    """As far from the target as Huber's loss is a square."""
    return at_target(case) + np.asarray(case.settings.get("delta", 1.0), dtype=case.dtype)


def ones(case: Case) -> np.ndarray:
    """-1 and 1 in turn: where a hinge has its kink, and many scores are equal."""
    return np.resize(np.asarray([1, -1, 1, 1], dtype=case.dtype), case.x.shape)


def zeros(case: Case) -> np.ndarray:
    """Nothing but zeros: vectors without a direction."""
    return np.zeros_like(case.x)


def short(case: Case) -> np.ndarray:
    """Vectors of which some are shorter than epsilon."""
    rows = np.resize(np.asarray([1e-8, 1.0, 0.0, 3e-8], dtype=case.dtype), len(case.x)).reshape(-1, *(1,) * (case.x.ndim - 1))
    return np.where(case.x == 0, 1, np.sign(case.x)) * rows


def from_zero(case: Case) -> np.ndarray:
    """0, which counts as epsilon, and ordinary numbers."""
    return np.resize(np.asarray([0.0, 0.5, 1.0], dtype=case.dtype), case.x.shape)


def bounds(case: Case) -> np.ndarray:
    """Where probabilities are clipped, and beyond; not in float16, see `BLUNT`."""
    edges = [0.75, 0.5, 0.25] if case.dtype == "float16" else [1.0, 0.0, 1e-7, 1 - 1e-7, 0.5, 1.5, -0.25]
    return np.resize(np.asarray(edges, dtype=case.dtype), case.x.shape)
