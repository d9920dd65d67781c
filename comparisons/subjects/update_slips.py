"""What may be wrong with w -= lr * g, as formulas for u = (w before - w after) / lr.

sign         u = -g                 w += lr * g
nothing      u = 0                  w is left out
rate twice   u = lr g               w -= lr * lr * g
no rate      u = g / lr             w -= g
batch        u = g / N or N g       divided or multiplied by the number of samples
another      u = the gradient of another weight
not summed   u = dL/dy, sample by sample
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Seen:
    """One weight's update on one example.

    Args:
        weight: which.
        update: u.
        gradients: g of every weight.
        value: the weight before.
        samples: N.
        rate: lr.
        upstream: dL/dy.
        allowed: how far u may be from g.
        dtype: floating type.
    """

    weight: str
    update: np.ndarray
    gradients: Mapping[str, np.ndarray]
    value: np.ndarray
    samples: int
    rate: float
    upstream: np.ndarray
    allowed: float
    dtype: str

    @property
    def gradient(self) -> np.ndarray:
        """g of this weight."""
        return self.gradients[self.weight]


@dataclass(frozen=True)
class Slip:
    """One mistake.

    Args:
        code: of the catalogue.
        says: what the method does, with the candidate's names in braces; `{parts}` are all weights that it does it to.
        part: one of those.
        fix: what to write instead, for one weight.
        predict: u, from what was seen, another weight and a sign; None where that says nothing.
        factor: by which g, and its rounding, is larger.
        kind: C or D.
        takes_another: it is about another weight, too.
    """

    code: str
    says: str
    part: str
    fix: str = "{weight} -= {rate} * {gradient}"
    predict: Callable[[Seen, str, float], np.ndarray | None] = lambda seen, other, sign: None
    factor: Callable[[Seen], float] = lambda seen: 1.0
    kind: str = "D"
    takes_another: bool = False


def times(factor: Callable[[Seen], float]) -> dict[str, Any]:
    """u = factor g."""

    def predict(seen: Seen, other: str, sign: float) -> np.ndarray:
        return np.asarray(sign * factor(seen) * seen.gradient, dtype=seen.dtype)

    return {"predict": predict, "factor": factor}


def of_another(seen: Seen, other: str, sign: float) -> np.ndarray | None:
    """The gradient of another weight, in this one's shape or in that which it has given it."""
    try:
        return np.asarray(sign * np.broadcast_to(seen.gradients[other], seen.update.shape), dtype=seen.dtype)
    except ValueError:
        return None


def not_summed(seen: Seen, other: str, sign: float) -> np.ndarray | None:
    """dL/dy itself, where its sum over the samples belongs."""
    rows = seen.upstream.reshape(-1, seen.upstream.shape[-1])
    return sign * rows if rows.shape == seen.update.shape else None


FLIPPED = Slip("sign-flipped", "{method} goes up: {parts}", "{rate} * {gradient} is added to {weight}", **times(lambda seen: -1.0))
UNCHANGED = Slip("weight-not-updated", "{method} does not change {parts}", "{weight}", **times(lambda seen: 0.0))
DIVIDED = Slip(
    "divided-twice",
    "{method} divides {parts} by N, the batch size, which a loss that is a mean has done already",
    "{gradient}",
    **times(lambda seen: 1 / seen.samples),
)
SLIPS = (
    FLIPPED,
    UNCHANGED,
    Slip("rate-twice", "{method} multiplies {parts} by {rate} twice", "{gradient}", **times(lambda seen: seen.rate)),
    Slip("rate-missing", "{method} does without {rate}: {parts}", "{gradient} is taken off {weight}", **times(lambda seen: 1 / seen.rate)),
    DIVIDED,
    Slip(
        "sum-not-mean", "{method} multiplies {parts} by N, the batch size", "{gradient}", **times(lambda seen: float(seen.samples))
    ),
    Slip("gradient-of-another", "{method} updates {parts}", "{weight} by {other}", predict=of_another, takes_another=True),
    Slip(
        "bias-gradient-not-summed",
        "{method} updates {parts} by the gradient of every sample, not by their sum",
        "{weight}",
        "{weight} -= {rate} * the sum of its gradient over the samples",
        predict=not_summed,
    ),
)  # fmt: skip
"""Simplest first."""
