"""Padding that can be told: as a number of zeros on both sides, which Keras's 'same' is for odd kernels and steps of one, or as a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.judging import largest
from comparisons.pairs.case import Case
from comparisons.subjects.conventions.layers.rectangles import has_right_shape
from comparisons.subjects.conventions.layers.values import sides_of
from comparisons.subjects.conventions.session import Session

CONVOLUTIONS = ("Conv1D", "Conv2D")
POOLS = ("MaxPooling1D", "MaxPooling2D")  # of an average Keras counts no padding, others do
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
    pads = pair.name in CONVOLUTIONS or (pair.name in POOLS and padded_by_default(way))
    if not pads or not told & {"pad", "dictionary"} or "padding" in told:
        return way
    padded = replace(way, takes={**way.takes, "padding": NUMBERS if pair.name in CONVOLUTIONS else NUMBERS[::-1]}, pads_evenly=True)
    asked = {"padding": "same"} | {
        name: value for name, value in (("kernel_size", WIDE), ("pool_size", WIDE), ("strides", 1)) if name in way.takes
    }
    return padded if has_right_shape(padded, pair, session, sizes, asked) else way


def padded_evenly(case: Case) -> Case:
    """What as many zeros before as after cannot say is said without any."""
    settings = case.settings
    if settings.get("padding") != "same":
        return case
    if "pool_size" in settings:  # zeros around win over nothing but negative numbers
        case = case.with_x(case.x - np.ceil(largest(case.x)).astype(case.x.dtype))
    even = any(side % 2 == 0 for side in sides_of(window_of(settings)))
    return case.with_settings(padding="valid") if even or settings.get("strides", 1) not in (1, (1, 1)) else case


def window_of(settings: Mapping[str, Any]) -> Any:
    """The size of a kernel or of a pool's windows."""
    return settings.get("kernel_size", settings.get("pool_size", 1))


def padded_by_default(way: Any) -> int:
    """How much is put around by whoever does not ask."""
    default = getattr(way, "told_by_default", {}).get("pad")
    return default if isinstance(default, int) else 0


def wide_enough(takes: Mapping[str, tuple[Any, ...]]) -> Mapping[str, Any]:
    """A window that padding makes a difference to, where it can be told."""
    return {
        name: WIDE for name in ("kernel_size", "pool_size") if WIDE in takes.get(name, ()) and ("padding" in takes or name == "kernel_size")
    }


def words_for_padding(source: str, known: Iterable[str], default: Any) -> tuple[str, ...]:
    """The words of Keras's that a source names, and the default: what it does with others is nobody's business."""
    return tuple(word for word in known if word == default or re.search(rf"['\"]{word}['\"]", source, re.IGNORECASE))
