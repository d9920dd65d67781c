"""Layers of columns that take images too, as their code says, by a branch or in words: those have to be tried."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.pairs.case import Case, Values
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.conventions.layers.layouts import ROWS, Layout
from comparisons.subjects.conventions.layers.profiles import IMAGES, OF_IMAGES
from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.worker import CandidateError

ASKS_FOR_RANK = re.compile(r"\.ndim\b|\blen\(\s*[\w.]*\bshape\s*\)")
"""Code that has another way for images asks how many axes there are. Of other code, nobody knows whether it is meant for them."""
SAYS_IMAGES = re.compile(
    r"\bNHWC\b|\bNCHW\b|\(\s*[NBM]\s*,\s*(H\s*,\s*W\s*,\s*C|C\s*,\s*H\s*,\s*W)\s*\)|\(\s*0\s*,\s*(1|2)\s*,\s*(2|3)\s*\)"
)
"""Unless it says so: by the order of an image's axes, or by those that statistics are taken over."""
BESIDE_CHANNELS = re.compile(r"\(\s*0\s*,\s*2\s*,\s*3\s*\)")
"""The axes of an image beside its channels, where those come first."""
CLOSE = 1e-6


def with_images(way: Any, pair: Any, session: Session, source: str) -> Any:
    """The same way of calling it; with images among the examples, channels last or first, if it has a way for them and takes them.

    Args:
        way: a `Layer` or a `FunctionLayer`.
        pair: of the registry.
        session: where it lives.
        source: of what goes forward, or of its class.
    """
    if pair.name not in OF_IMAGES or way.layout != ROWS or way.probe_sizes(pair) == OF_IMAGES[pair.name].sizes:
        return way
    if not (ASKS_FOR_RANK.search(source) or SAYS_IMAGES.search(source)):
        return way
    settings = {name: values[0] for name, values in {**pair.varied(), **way.takes}.items()}
    case = pair.make_case({**settings, **way.pinned}, OF_IMAGES[pair.name].sizes, Values(seed=8), "float64", True)
    first = Layout("channels first")
    tried = [replace(way, layout=layout, also=IMAGES) for layout in (ROWS, first)]
    if getattr(way, "given", None):  # weights that are handed over may have to be so with axes of length 1
        tried.append(replace(way, layout=first, also=IMAGES, spread=dict.fromkeys(way.given, Placement((0,), (0, 2, 3)))))
    if BESIDE_CHANNELS.search(source):
        tried = tried[::-1]
    right = [one for one in tried if _takes(one, pair, session, case, exactly=True)]
    return next(iter(right or [one for one in tried if _takes(one, pair, session, case, exactly=False)]), way)


def _takes(way: Any, pair: Any, session: Session, case: Case, *, exactly: bool) -> bool:
    """Whether its output has the right shape, or is right."""
    right = pair.reference(case)
    try:
        mine = replace(way, backward=None, results={}).outcome(session, case, lambda: right)["output"]
    except (CandidateError, UnusableResultError):
        return False
    return mine.shape == right["output"].shape and (not exactly or np.allclose(mine, right["output"], rtol=CLOSE, atol=CLOSE))
