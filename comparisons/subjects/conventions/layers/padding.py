"""Padding that can be told: as a number of zeros on both sides, which Keras's 'same' is for odd kernels and steps of one, or as a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from comparisons.pairs.case import Case
from comparisons.subjects.conventions.layers.rectangles import has_right_shape
from comparisons.subjects.conventions.layers.values import sides_of
from comparisons.subjects.conventions.session import Session

CONVOLUTIONS = ("Conv1D", "Conv2D")
NUMBERS = ("valid", "same")
WIDE = 3


def with_padding(way: Any, pair: Any, session: Session, sizes: tuple[int, ...]) -> Any:
    """The same way of calling a convolution; with zeros around among the examples, where a number of them can be asked for.

    Args:
        way: a `Layer` or a `FunctionLayer`.
        pair: of the registry.
        session: where it lives.
        sizes: of an image or a series.
    """
    told = way.told
    if pair.name not in CONVOLUTIONS or not told & {"pad", "dictionary"} or "padding" in told:
        return way
    padded = replace(way, takes={**way.takes, "padding": NUMBERS}, pads_evenly=True)
    asked = {"padding": "same"} | {name: value for name, value in (("kernel_size", WIDE), ("strides", 1)) if name in way.takes}
    return padded if has_right_shape(padded, pair, session, sizes, asked) else way


def padded_evenly(case: Case) -> Case:
    """What as many zeros before as after cannot say is said without any."""
    settings = case.settings
    if settings.get("padding") != "same":
        return case
    even = any(side % 2 == 0 for side in sides_of(settings.get("kernel_size", 1)))
    return case.with_settings(padding="valid") if even or settings.get("strides", 1) not in (1, (1, 1)) else case


def wide_enough(takes: Mapping[str, tuple[Any, ...]]) -> Mapping[str, Any]:
    """A kernel that padding makes a difference to, where it can be told."""
    return {"kernel_size": WIDE} if WIDE in takes.get("kernel_size", ()) else {}


def words_for_padding(source: str, known: Iterable[str], default: Any) -> tuple[str, ...]:
    """The words of Keras's that a source names, and the default: what it does with others is nobody's business."""
    return tuple(word for word in known if word == default or re.search(rf"['\"]{word}['\"]", source, re.IGNORECASE))
