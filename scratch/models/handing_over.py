"""An optimizer that goes on with fewer weights."""

from __future__ import annotations

from collections.abc import Sequence

from scratch.layers.layer import Layer
from scratch.models.flat_arrays import FlatArrays
from scratch.optimizers import Optimizer

Owners = Sequence[tuple[Layer, str]]
"""Who has what an optimizer is to change, and under which name."""


def hand_over(optimizer: Optimizer, old: tuple[Owners, FlatArrays], new: tuple[Owners, FlatArrays]) -> None:
    """Let an optimizer that has changed the weights `old` go on with the weights `new`, and with what it remembers of each of them.

    Nothing happens to an optimizer that has changed none yet, or others.

    Raises:
        ValueError: it does not know all of `new`.
    """
    (before, were), (now, are) = old, new
    built = [id(variable) for variable in optimizer.variables_built]
    in_one = built == [id(were.flat)]
    if not built or not (in_one or built == [id(view) for view in were.views]):
        return
    if strangers := [name for layer, name in now if (layer, name) not in before]:
        raise ValueError(
            f"compile: expected no weights that {optimizer.name} has not trained in its last step, got {strangers}; make a new optimizer."
        )
    kept = [before.index(owner) for owner in now]
    if in_one:
        parts = {name: were.split(slot) for name, slot in optimizer.slots[0].items()}
        optimizer.slots = [{name: FlatArrays([part[n] for n in kept]).flat for name, part in parts.items()}]
        optimizer.variables_built = [are.flat]
    else:
        optimizer.slots = [optimizer.slots[n] for n in kept]
        optimizer.variables_built = are.views
