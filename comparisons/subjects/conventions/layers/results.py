"""Where results turned up: in what a method returned, or in an attribute that was not there or not the same before."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from comparisons.subjects.conventions.layers.places import Path, Slot, Where
from comparisons.subjects.conventions.layers.slots import HELD, Arrays
from comparisons.subjects.inventory.parameters import plain

OUTPUTS = ("output", "out", "outputs", "a", "y", "activation", "z")
GRADIENTS = ("dinputs", "dx", "dinput", "grad", "gradient", "dinput", "gradinput", "inputgradient", "deltas", "delta", "dout")

OF_X = ("dinputs", "dx", "dinput", "gradinput", "inputgradient")
"""Attributes that nothing but the gradient of x is kept in."""

GOES_BACK = re.compile(r"back|b_?prop|bwd|r(ue|u|ü)ckw|retroprop|atr[aá]s|arri[eè]re|indietro", re.IGNORECASE)
"""In the name of what returns a gradient; a `derivative` may well return a Jacobian, of another shape."""

LOSS_BY = re.compile(r"^d(?:l|j|e|c|loss|cost|error)d(?=.)")
"""How a name begins that has all of dL/dW in it."""

UNLIKE = 3
"""How well a name fits that says nothing of a gradient."""


def returned(value: Any, shape: tuple[int, ...]) -> Where | None:
    """The place in a returned value of an array of a shape; the first there is."""
    if isinstance(value, np.ndarray):
        return Where(()) if value.shape == shape else None
    if isinstance(value, tuple | list):
        return next((Where((number,)) for number, item in enumerate(value) if isinstance(item, np.ndarray) and item.shape == shape), None)
    if isinstance(value, dict):
        return next((Where((key,)) for key, item in value.items() if isinstance(item, np.ndarray) and item.shape == shape), None)
    return None


def output_among(value: Any, arrays: Mapping[Path, np.ndarray], shape: tuple[int, ...], x: np.ndarray) -> Where | None:
    """The output: what was returned, or the likeliest attribute of its shape."""
    found = returned(value, shape)
    if found is not None or value is not None:
        return found
    fitting = [path for path, array in arrays.items() if array.shape == shape and not np.array_equal(array, x)]
    fitting.sort(key=lambda path: OUTPUTS.index(name) if (name := plain(_last(path))) in OUTPUTS else len(OUTPUTS))
    return Where(None, fitting[0]) if fitting else None


def held_by(arrays: Mapping[Path, np.ndarray], shape: tuple[int, ...]) -> Where | None:
    """The output in an object that was returned, such as the value of a tape: its own attribute of that shape."""
    return next((Where(None, path, of_result=True) for path, array in arrays.items() if len(path) == 1 and array.shape == shape), None)


def gradient_of(
    weight: str,
    slot: Slot | None,
    shape: tuple[int, ...],
    old: Mapping[Path, np.ndarray],
    new: Mapping[Path, np.ndarray],
    *,
    named: bool = False,
) -> Where | None:
    """The attribute that came or changed with going back, has the shape, and is called like the gradient of a weight (or of x).

    Args:
        weight: which, or `x`.
        slot: where that is kept.
        shape: of the gradient.
        old, new: all arrays before and after.
        named: only what is called a gradient: beside a weight that was updated there may be the step that it took.
    """
    own = None if slot is None else slot.path
    fitting = [
        (liking(path, weight, own), number, path)
        for number, (path, array) in enumerate(new.items())
        if path != own and array.shape == shape and not (path in old and np.array_equal(old[path], array))
    ]
    best = min(fitting, default=None)
    return None if best is None or (named and best[0] >= UNLIKE) else Where(None, best[2])


def gradient_named(weight: str, slot: Slot | None, old: Mapping[Path, np.ndarray], new: Mapping[Path, np.ndarray]) -> Where | None:
    """The attribute that is called like the gradient of a weight although it has another shape than that: as it is."""
    own = None if slot is None else slot.path
    changed = [path for path, array in new.items() if path != own and not (path in old and np.array_equal(old[path], array))]
    named = [path for path in changed if liking(path, weight, own) <= 1]
    return Where(None, named[0], as_is=True) if named else None


def left_over(value: Any, number: int, weights: int) -> Where | None:
    """The gradient of weight `number` by its place behind dx, whatever its shape."""
    if not isinstance(value, tuple | list) or len(value) != weights + 1:
        return None
    return Where((number + 1,), as_is=True)


def misshapen_input(value: Any, claimed: Collection[Where], weights: Collection[tuple[int, ...]], old: Arrays, new: Arrays) -> Where | None:
    """What can only be the gradient of x although it has another shape than x: as it is.

    Args:
        value: what going back returned.
        claimed: places of what is the gradient of a weight.
        weights: their shapes, which what is returned alone must not have.
        old, new: all arrays before and after.
    """
    if isinstance(value, np.ndarray):
        return Where((), as_is=True) if value.ndim and value.shape not in weights else None
    if isinstance(value, tuple | list):
        taken = {where.pick for where in claimed}
        free = [(number,) for number, item in enumerate(value) if isinstance(item, np.ndarray) and (number,) not in taken]
        return Where(free[0], as_is=True) if len(free) == 1 and len(value) == len(weights) + 1 else None
    changed = (path for path, array in new.items() if not (path in old and np.array_equal(old[path], array)))
    named = (path for path in changed if plain(_last(path)).replace("_", "") in OF_X)
    return next((Where(None, path, as_is=True) for path in named), None) if value is None else None


def liking(path: Path, weight: str, own: Path | None) -> int:
    """How well the name of an attribute fits the gradient: smaller is better."""
    last = plain(_last(path)).replace("_", "")
    names = " ".join(plain(str(getattr(part, "key", part))) for part in path)
    if weight == "x":
        return GRADIENTS.index(last) if last in GRADIENTS else len(GRADIENTS)
    base = plain(_last(own)).replace("_", "") if own else ""
    if base and LOSS_BY.sub("d", last) in (
        f"d{base}",
        f"dld{base}",
        f"grad{base}",
        f"{base}grad",
        f"{base}gradient",
        f"{base}gradients",
        f"gradient{base}",
        f"delta{base}",
        f"d{base}s",
    ):
        return 0
    if own and "grad" in names and _last(own) == _last(path):
        return 0
    if own and len(path) > 1 and path[:-1] == own[:-1] and "grad" in last and base in HELD:
        return 0
    if last in (f"d{weight}", f"{weight}grad", f"grad{weight}", f"{weight}gradient"):
        return 1
    return 2 if "grad" in names or last.startswith("d") else UNLIKE


def _last(path: Path | None) -> str:
    return "" if not path else str(getattr(path[-1], "key", path[-1]))
