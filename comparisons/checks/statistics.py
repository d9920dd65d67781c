"""Random initializers: bounds and distribution.

Both sides are tested against the distribution that Keras documents, so that a failure says who is wrong. The false-alarm
rates are bounds, not estimates: right values fail one comparison in a thousand million at most.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.checks.initial_values import at_most, initializer, kind_of, pair_of, sides
from comparisons.judging import Compared
from comparisons.pairs.laws import Law
from comparisons.tolerance import machine_epsilon

FALSE_ALARMS = 1e-9  # of right values, a comparison


def bounds(example: Example) -> Iterator[Compared]:
    """No value passes a bound but by its own rounding; some come so near that a smaller bound is ruled out."""
    for shape, who, values, law in _values(example, pair_of(example).drawn[:1]):
        yield (kind := kind_of(shape, example.case.dtype, who, values))
        if kind.passed and law is not None and math.isfinite(law.high):
            yield from _within(law, values, who, shape)


def _within(law: Law, values: np.ndarray, who: str, shape: tuple[int, ...]) -> Iterator[Compared]:
    dtype, values = str(values.dtype), values.astype("float64")
    room = machine_epsilon(dtype) * max(abs(law.low), abs(law.high))
    outside = np.maximum(values - law.high, law.low - values).max()
    yield at_most(f"values of {who} for {shape} beyond their bound", max(0.0, float(outside)), room)
    unused = -math.log(FALSE_ALARMS) / values.size + _coarseness(law, dtype)  # (1 - unused)^n is the rate
    below = law.below(np.asarray([values.min(), values.max()]))
    yield at_most(f"share of the distribution that {who} leaves unused at an end for {shape}", float(max(below[0], 1 - below[1])), unused)


def distribution(example: Example) -> Iterator[Compared]:
    """Kolmogorov and Smirnov's largest distance between the distribution of the values and the one they should have.

    Massart's form of the Dvoretzky-Kiefer-Wolfowitz inequality bounds it: P(distance > d) <= 2 exp(-2 n d^2).
    """
    for shape, who, values, law in _values(example, ()):
        assert law is not None
        below = law.below(np.sort(values, axis=None).astype("float64"))
        ranks = np.arange(values.size + 1) / values.size
        apart = max(np.max(ranks[1:] - below), np.max(below - ranks[:-1]))
        room = math.sqrt(math.log(2 / FALSE_ALARMS) / 2 / values.size) + _coarseness(law, example.case.dtype)
        yield at_most(f"distribution of {who} for {shape}", float(apart), room)


def _values(example: Example, small: Iterable[tuple[int, ...]]) -> Iterator[tuple[tuple[int, ...], str, np.ndarray, Law | None]]:
    """(shape, who, values, law) for every large shape, whatever shape the example has: a wrong fan shows in one of them only."""
    pair = pair_of(example)
    for shape in (*small, *pair.large):
        other = Example(pair, example.case.with_inputs(shape=np.asarray(shape)))
        law = pair.law(example.case.settings, shape) if pair.law is not None else None
        for who, values in sides(other):
            yield shape, who, values, law


def _coarseness(law: Law, dtype: str) -> float:
    """Share of the distribution between two neighbouring values: TensorFlow draws one of 1,024 uniform numbers in float16."""
    return 2 * machine_epsilon(dtype) * max(1.0, abs(law.centre) / law.spread)


CHECKS = [
    Check("bounds", "Values have the shape asked for, keep within their bounds and come near them.", bounds, initializer, examples=5),
    Check(
        "distribution", "Values have the distribution that Keras documents; so have Keras's own.", distribution,
        lambda pair: initializer(pair, having="law", otherwise="no single value has a distribution to test"), examples=5,
    ),
]  # fmt: skip
