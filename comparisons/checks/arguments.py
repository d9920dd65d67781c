"""The signature: a default that differs is a difference that no example shows, as examples name their settings."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import NOTHING, Compared, alike, unlike


def arguments(example: Example) -> Iterator[Compared]:
    """Every argument of the candidate is one of Keras's, in the same order, with the same default."""
    theirs = example.pair.reference_arguments()
    mine = {name: default for name, default in example.pair.arguments().items() if name not in example.pair.lacks}
    if not mine:
        yield alike("no arguments")
    common = [name for name in mine if name in theirs]
    for name, default in mine.items():
        if name not in theirs:
            yield unlike(f"argument {name}", NOTHING, NOTHING, "Keras has none of this name")
        elif not _equal(default, theirs[name]):
            yield unlike(f"argument {name}", NOTHING, NOTHING, f"default {_said(default)}, Keras has {_said(theirs[name])}")
        else:
            yield alike(f"argument {name}")
    if common != [name for name in theirs if name in mine]:
        yield unlike("order of arguments", NOTHING, NOTHING, f"{', '.join(mine)}; Keras has {', '.join(theirs)}")


def _equal(mine: Any, theirs: Any) -> bool:
    """A tuple and a list of the same are one setting, and so are 1 and 1.0."""
    if isinstance(mine, (tuple, list)) and isinstance(theirs, (tuple, list)):
        return list(mine) == list(theirs)
    return bool(mine == theirs)


def _said(default: Any) -> str:
    return "none" if default is inspect.Parameter.empty else repr(default)


CHECKS = [Check("arguments", "Arguments have Keras's names, order and defaults.", arguments, dtypes=("float32",), examples=1)]
