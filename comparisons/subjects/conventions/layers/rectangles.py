"""Windows that are higher than wide, or the reverse: tried on whoever can be told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from comparisons.pairs.case import Values
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.conventions.layers.values import HEIGHT, PAIR, WINDOWS
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.worker import CandidateError

RECTANGLES = ((2, 3), (3, 2))
SQUARE = (2, 2)
SIDES = ("pool_height", "pool_width")
"""Keys of a dictionary of settings."""
IMAGE_AXES = 4


def with_rectangles(way: Any, pair: Any, session: Session, sizes: tuple[int, ...], source: str = "") -> Any:
    """The same way of calling it; with windows that are not square among the examples, where they can be asked for.

    Who takes a pair, or each side by itself, can be asked. Who takes one number may take a pair as well: a square one tells. A function
    that is handed its kernel may have been written for square ones alone, which is no mistake: it can be asked if it returns the right
    shape.

    Args:
        way: a `Layer` or a `FunctionLayer`.
        pair: of the registry.
        session: where it lives.
        sizes: of an image.
        source: of a function, which may read each side from its dictionary of settings.
    """
    setting = next((name for name in WINDOWS if name in way.takes), "")
    if not setting or len(sizes) != IMAGE_AXES:
        return way
    told = way.told
    by_sides = bool(told & {setting + PAIR, setting + HEIGHT})
    if "dictionary" in told and setting == "pool_size":
        by_sides = all(side in source for side in SIDES)
        if not by_sides:
            return way
    tried = SQUARE if setting in told else RECTANGLES[0]
    if not by_sides and not has_right_shape(way, pair, session, sizes, {setting: tried}):
        return way if setting in told else replace(way, squares=True)
    return replace(way, takes={**way.takes, setting: (*way.takes[setting], *RECTANGLES)})


def has_right_shape(way: Any, pair: Any, session: Session, sizes: tuple[int, ...], window: Mapping[str, Any]) -> bool:
    """Whether it computes something of the shape that Keras's output has."""
    settings = {name: values[0] for name, values in pair.varied().items()} | {name: values[0] for name, values in way.takes.items()}
    case = pair.make_case({**settings, **way.fixed(pair), **window}, sizes, Values(seed=8), "float64", True)
    right = pair.reference(case)
    try:
        found = replace(way, backward=None, results={}).outcome(session, case, lambda: right)
    except (CandidateError, UnusableResultError):
        return False
    return bool(found["output"].shape == right["output"].shape)
