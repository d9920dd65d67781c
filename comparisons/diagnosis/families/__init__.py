"""All explanations, a file a family; within a family and between them the simplest come first."""

from __future__ import annotations

from collections.abc import Callable

from comparisons.diagnosis.bases import exact
from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families import activations, scaling
from comparisons.pairs.pair import Pair

EXPLANATIONS: list[Explanation] = [*scaling.EXPLANATIONS, *activations.EXPLANATIONS]
BASES: list[Callable[[Pair], Model | None]] = [exact]


def explanations_for(pair: Pair) -> list[Explanation]:
    """Those that make sense for a pair, the simplest first."""
    return [explanation for explanation in EXPLANATIONS if explanation.applies(pair)]
