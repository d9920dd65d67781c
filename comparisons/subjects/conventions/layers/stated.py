"""Conventions of layers that are stated though nothing differs, since a setting or a transposition has been taken into account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.finding_row import Found

MISSIZED = "not compared: gradients; the output is of another size than Keras's"
SQUARES = "it takes square kernels only, and was tried on no others"

DIVIDED_LATER = "the update divides the gradients of the weights by the number of samples: the loss must not do so"
DIVIDED = "the gradients of the weights are divided by the number of samples: the loss must not be"
BARE = "it was tried without an activation alone"


def before_product(settings: Mapping[str, Any]) -> list[Found]:
    """What Keras calls `reset_after=False`: the other form has two biases, which hardly anybody writes."""
    if settings.get("reset_after", True):
        return []
    said = "the reset gate is applied to h before the matrix product: Keras's reset_after=False"
    return [Found("reset-after", "C", "output", "float64", said, "compare with reset_after=False, or apply the gate after the product")]


def turned(placements: Mapping[str, Placement]) -> list[Found]:
    """A note on weights that are kept in another order of axes, though samples are rows and channels last."""
    said = [f"{name} is stored transposed (axes {placement.axes})" for name, placement in placements.items() if not placement.plain]
    fix = "nothing to change: it agrees after transposing"
    return [Found("weight-layout", "C", "weights", "float64", ", ".join(said), fix, note=True)] if said else []


def divided(said: str = DIVIDED) -> Found:
    """A note on gradients of weights that are divided in the layer, or in its update: right, if the loss does not divide too."""
    fix = "nothing to change if the gradient of the loss is not divided by the number of samples; else divide once"
    return Found("divided-in-layer", "C", "gradients of the weights", "float64", said, fix, note=True)
