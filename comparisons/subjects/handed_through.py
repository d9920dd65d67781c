"""A softmax that hands its upstream gradient through, beside a loss whose gradient is that of the logits: together they are right."""

from __future__ import annotations

from dataclasses import replace

from comparisons.subjects.conventions.loss import Loss
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.examined import Examined
from comparisons.subjects.inventory.find import find_parts
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.understanding import understand

LOSSES = {"softmax": ("CategoricalCrossentropy", "SparseCategoricalCrossentropy"), "sigmoid": ("BinaryCrossentropy",)}
"""Whose gradient at the logits people write, by the activation before it."""
OMITTED, SHARED = "derivative-omitted", "aliases-output"


def pardon_handing_through(examined: Examined, session: Session) -> None:
    """Make a convention of a derivative that is left out, where a loss of the same file has it in its own.

    Args:
        examined: the activation, after its causes were looked for.
        session: where they live.
    """
    reading = examined.understood.reading
    losses = () if reading is None else LOSSES.get(reading.pair.name, ())
    if not losses or not any(found.code == OMITTED for found in examined.findings):
        return
    sightings, _ = find_parts(session.members(), examined.target.source.module or "subject")
    beside = (sighting for sighting in sightings if {("loss", name) for name in losses} & {*sighting.references})
    loss = next((sighting.name for sighting in beside if _is_of_logits(sighting, session)), "")
    if loss:
        said = f"the gradient is handed through, and right so: that of {loss} is the gradient of the logits"
        kept = [found for found in examined.findings if not (found.code == SHARED and "backward" in found.where)]
        examined.findings = [
            replace(found, kind="C", summary=said, fix=f"nothing to change beside {loss}") if found.code == OMITTED else found
            for found in kept
        ]


def _is_of_logits(sighting: Sighting, session: Session) -> bool:
    reading = understand(sighting, session).reading
    adapter = None if reading is None else reading.adapter
    return isinstance(adapter, Loss) and adapter.of_logits
