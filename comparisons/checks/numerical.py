"""A gradient number by number from differences of the candidate's own output: an opinion to look at, not one to judge by."""

from __future__ import annotations

import numpy as np

from comparisons.checks.example import Example, SideError

MOST = 64  # entries: each one costs two calls
STEP = 2.0**-17  # near the cube root of float64's epsilon, where truncation and rounding of a central difference are alike


def numerical_gradient(example: Example, name: str) -> np.ndarray | None:
    """d <dy, output> / d input, to some nine digits; None in other types than float64, for long inputs, and at kinks.

    Args:
        example: the pair on a case.
        name: of the input.
    """
    case, x = example.case, example.case.inputs.get(name)
    if x is None or x.dtype != np.float64 or not 0 < x.size <= MOST or np.isin(x, example.pair.kinks).any():
        return None
    try:
        upstream = case.upstream(example.candidate["output"].shape)
        found = np.empty(x.size)
        for place, value in enumerate(x.flat):
            h = STEP * max(1.0, abs(value))
            ahead, behind = (_moved(example, name, place, value + step) for step in (h, -h))
            found[place] = np.vdot(upstream, ahead - behind) / (2 * h)
    except (SideError, KeyError, ValueError):
        return None  # the example is one on which something fails already; an opinion on it is a courtesy
    return found.reshape(x.shape)


def _moved(example: Example, name: str, place: int, value: float) -> np.ndarray:
    """The candidate's output with one entry of an input changed."""
    x = example.case.inputs[name].copy()
    x.flat[place] = value
    return example.call(example.case.with_inputs(**{name: x}))["output"]
