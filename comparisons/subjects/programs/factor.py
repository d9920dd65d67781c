"""A constant factor between two gradients or losses, as a formula of batch size N and number of outputs C."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

CLOSE = 1e-3  # formulas are further apart; a factor close to one is taken as it exactly, so that no error hides in it


@dataclass(frozen=True)
class Factor:
    """constant * N ** power

    Args:
        constant: the part that does not depend on the batch.
        power: -1, 0 or 1.
        text: the formula.
    """

    constant: float = 1.0
    power: int = 0
    text: str = "1"

    def at(self, samples: int) -> float:
        """Its value for a batch."""
        return self.constant * float(samples) ** self.power


def formulas(classes: int) -> list[Factor]:
    """All formulas N^a C^b 2^c, the simplest first."""
    exponents = sorted(itertools.product((0, 1, -1), repeat=3), key=lambda abc: (sum(map(abs, abc)), -sum(abc), abc))
    return [Factor(float(classes) ** b * 2.0**c, a, _text(a, b, c)) for a, b, c in exponents]


def solved(ratios: dict[int, float], classes: int, *, any_constant: bool = False) -> Factor | None:
    """The formula that gives every ratio.

    Args:
        ratios: by batch size, at least two.
        classes: number of outputs.
        any_constant: if no formula does, a positive constant will.
    """
    for factor in formulas(classes):
        if all(abs(ratio - factor.at(samples)) <= CLOSE * abs(factor.at(samples)) for samples, ratio in ratios.items()):
            return factor
    if any_constant:
        for power in (0, 1, -1):
            constants = [ratio / float(samples) ** power for samples, ratio in ratios.items()]
            if min(constants) > 0 and max(constants) - min(constants) <= CLOSE * max(constants):
                return Factor(constants[0], power, f"{constants[0]:.6g}" + {0: "", 1: " x N", -1: " / N"}[power])
    return None


def _text(a: int, b: int, c: int) -> str:
    above = [name for name, power in (("N", a), ("C", b), ("2", c)) if power == 1]
    below = [name for name, power in (("N", a), ("C", b), ("2", c)) if power == -1]
    return " / ".join([" x ".join(above) or "1", *below])
