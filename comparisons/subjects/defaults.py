"""Defaults that are not Keras's: with equal settings both agree, but nobody who leaves the argument out has equal settings."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from comparisons.subjects.finding_row import Found

CODES = {
    ("leaky_relu", "negative_slope"): "negative-slope",
    ("LeakyReLU", "negative_slope"): "negative-slope",
    ("elu", "alpha"): "negative-slope",
    ("ELU", "alpha"): "negative-slope",
    ("BatchNormalization", "epsilon"): "batchnorm-epsilon-value",
    ("LayerNormalization", "epsilon"): "batchnorm-epsilon-value",
}
"""Settings whose default is a convention with a name; another one is worth a note."""
KERAS_HAS_TWO = {"negative_slope": (0.2, 0.3)}
"""Keras's own defaults differ between the activation and the layer."""


def other_defaults(pair: Any) -> Iterator[Found]:
    """A finding for every argument whose default differs."""
    if pair.kind not in ("activation", "loss", "layer"):
        return
    theirs = pair.reference_arguments()
    for setting, default in pair.manner.adapter.defaults(pair).items():
        expected = theirs.get(setting, inspect.Parameter.empty)
        if not _is_number(default) or not _is_number(expected):
            continue
        if float(default) in (float(expected), *KERAS_HAS_TWO.get(setting, ())):
            continue
        code = CODES.get((pair.name, setting), "")
        yield Found(
            code or "other-default", "C", "output", "float64", f"its default for {setting} is {default!r}, Keras's is {expected!r}",
            f"{setting}={expected!r} by default, or accept the convention", note=not code,
        )  # fmt: skip


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
