"""Where two sides first went apart, in six lines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from comparisons.reports.words import at, number, real, text

_SHARPEST = ("locked", "swapped", "free")


def outsides(result: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """(track, first element outside) of every track that left its allowance, earliest step first, then the sharpest track."""
    found = [(track, at(result, "tracks", track, "first_outside")) for track in _SHARPEST]
    real_ones = [(track, outside) for track, outside in found if isinstance(outside, Mapping)]
    return sorted(real_ones, key=lambda pair: _step(pair[1]))


def block(result: Mapping[str, Any], track: str, outside: Mapping[str, Any]) -> str:
    """The disagreement as lines of plain text."""
    return "\n".join([headline(outside), *(f"  {name:<9} {said}" for name, said in measures(result, track, outside))])


def headline(outside: Mapping[str, Any]) -> str:
    """The first line: what disagrees."""
    return f"{where(outside)}: scratch and Keras disagree"


def measures(result: Mapping[str, Any], track: str, outside: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The other lines, as (name, words): since when, the worst element, how far, how many, and the pattern if there is one."""
    yield "since", f"{moment(outside)}, {track} track"
    element = at(outside, "element")
    place = f"{element}: " if element else ""
    yield "worst", f"{place}scratch {number(at(outside, 'scratch'), 8)}, Keras {number(at(outside, 'reference'), 8)}"
    factor = at(result, "settings", "allowance_factor")
    why = "" if factor is None else f" ({number(factor)} x rounding noise of the reference)"
    yield "apart", f"{number(at(outside, 'apart'), 2)}, allowed {number(at(outside, 'allowed'), 2)}{why}"
    if at(outside, "elements") is not None:
        yield "elements", f"{number(at(outside, 'outside'))} of {number(at(outside, 'elements'))} outside"
    if at(outside, "pattern"):
        yield "pattern", text(at(outside, "pattern"))


def where(outside: Mapping[str, Any]) -> str:
    """The tensor, as "dense, gradient of kernel"."""
    tensor, kind = text(at(outside, "tensor"), otherwise=""), text(at(outside, "kind"), otherwise="")
    names = {
        "gradient": f"gradient of {tensor}", "weight": tensor, "slot": f"optimizer slot {tensor}", "loss": "loss",
        "test_loss": "test loss", "validation_loss": "validation loss", "stop": "stop after this epoch (1) or go on (0)",
        "restored": f"{tensor} that EarlyStopping restores",
    }  # fmt: skip  # kinds of quantities
    layer = text(at(outside, "layer"), otherwise="")
    return ", ".join(part for part in (layer, names.get(kind, f"{kind} {tensor}".strip())) if part) or "an unnamed tensor"


def moment(outside: Mapping[str, Any]) -> str:
    """The step, as "step 100 (epoch 1)"."""
    epoch = at(outside, "epoch")
    return f"step {number(at(outside, 'step'))}" + ("" if epoch is None else f" (epoch {number(epoch)})")


def _step(outside: Mapping[str, Any]) -> float:
    step = real(at(outside, "step"))
    return math.inf if step is None or math.isnan(step) else step
