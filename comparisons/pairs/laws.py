"""The distributions that Keras's initializers promise, worked out from its documented formulas and nothing of scratch."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

Settings = Mapping[str, Any]
CUT = 2.0  # standard deviations at which Keras truncates
TRUNCATED_DEVIATION = 0.87962566103423978  # of a standard normal cut off there: sqrt(1 - 4 phi(2) / (2 Phi(2) - 1))
STEPS_A_UNIT = 1000  # of the table; the error of interpolation is 1.2e-7 at most
FAR = 9  # the normal distribution function is 1 beyond, to float64


@dataclass(frozen=True)
class Law:
    """A distribution.

    Args:
        low, high: bounds that no value may pass; infinite for none.
        centre, spread: what is subtracted and divided by to get a standard value.
        standard: distribution function of standard values.
    """

    low: float
    high: float
    centre: float
    spread: float
    standard: Callable[[np.ndarray], np.ndarray]

    def below(self, x: np.ndarray) -> np.ndarray:
        """Probability of a value below x."""
        return self.standard((x - self.centre) / self.spread)


LawOf = Callable[[Settings, tuple[int, ...]], Law]
"""From settings and the shape of a weight to the distribution of its values."""


def uniform(low: float, high: float) -> Law:
    return Law(low, high, low, high - low, lambda z: np.clip(z, 0, 1))


def normal(centre: float, spread: float) -> Law:
    return Law(-math.inf, math.inf, centre, spread, normal_below)


def truncated(centre: float, spread: float) -> Law:
    """Normal, with what lies beyond two standard deviations drawn again."""
    return Law(centre - CUT * spread, centre + CUT * spread, centre, spread, truncated_below)


def normal_below(z: np.ndarray) -> np.ndarray:
    """The normal distribution function."""
    return np.interp(z, *_normal_table())


def truncated_below(z: np.ndarray) -> np.ndarray:
    """The same without its tails."""
    inside = normal_below(np.asarray(CUT)) - normal_below(np.asarray(-CUT))
    return np.clip((normal_below(z) - normal_below(np.asarray(-CUT))) / inside, 0, 1)


@lru_cache(maxsize=1)
def _normal_table() -> tuple[np.ndarray, np.ndarray]:
    z = np.linspace(-FAR, FAR, 2 * FAR * STEPS_A_UNIT + 1)
    return z, np.asarray([(1 + math.erf(v / math.sqrt(2))) / 2 for v in z])


def random_uniform(settings: Settings, shape: tuple[int, ...]) -> Law:
    return uniform(settings["minval"], settings["maxval"])


def random_normal(settings: Settings, shape: tuple[int, ...]) -> Law:
    return normal(settings["mean"], settings["stddev"])


def truncated_normal(settings: Settings, shape: tuple[int, ...]) -> Law:
    return truncated(settings["mean"], settings["stddev"])


def scaled(scale: float | None = None, mode: str | None = None, distribution: str | None = None) -> LawOf:
    """Variance scale / fan, with what is not given here taken from the settings."""

    def law(settings: Settings, shape: tuple[int, ...]) -> Law:
        size, count = settings["scale"] if scale is None else scale, fan(mode or settings["mode"], shape)
        kind, deviation = distribution or settings["distribution"], math.sqrt(size / max(1.0, count))
        if kind == "uniform":
            return uniform(-math.sqrt(3) * deviation, math.sqrt(3) * deviation)
        return normal(0.0, deviation) if kind == "untruncated_normal" else truncated(0.0, deviation / TRUNCATED_DEVIATION)

    return law


def fan(mode: str, shape: tuple[int, ...]) -> float:
    """Inputs of an output, outputs of an input, or their mean: the last two axes, times the window of a convolution."""
    *window, into, out = shape if len(shape) > 1 else (shape[0], shape[0]) if shape else (1, 1)
    counts = {"fan_in": into * math.prod(window), "fan_out": out * math.prod(window)}
    return counts[mode] if mode in counts else sum(counts.values()) / 2
