"""Keys by which a bundle finds what Keras said: digests of everything that it was asked with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np

from comparisons.golden.plain import as_text
from comparisons.pairs.case import Case, Values


def case_key(case: Case) -> str:
    """Of an example, its numbers included."""
    settled = (case.dtype, case.training, case.built_for, case.rounded, case.noise, case.values.seed, case.values.decimals)
    return _digest([as_text(case.settings), repr(settled)], {**case.inputs, **case.given})


def content_key(case: Case) -> str:
    """The same, where other kinds of examples with another upstream gradient come beside it."""
    return f"{type(case).__name__} {case_key(case)}"


def recipe_key(settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> str:
    """Of what an example is made from."""
    return _digest([as_text(settings), repr((tuple(sizes), values.seed, values.decimals, values.magnitude, dtype, bool(training)))], {})


def upstream_key(case: Case, shape: tuple[int, ...]) -> str:
    """Of the upstream gradient for an output of `shape`."""
    return repr((case.values.seed, case.values.decimals, case.rounded or case.dtype, case.dtype, tuple(shape)))


def repeats_key(settings: Mapping[str, Any], dtype: str) -> str:
    """Of the question which calls of an initializer repeat its values."""
    return _digest([as_text(settings), dtype], {})


def _digest(words: list[str], arrays: Mapping[str, np.ndarray]) -> str:
    digest = blake2b("\n".join(words).encode(), digest_size=8)
    for name, a in arrays.items():
        digest.update(f"{name} {_name(a.dtype)} {a.shape}".encode())
        digest.update(a.tobytes())
    return digest.hexdigest()


@cache
def _name(dtype: np.dtype) -> str:
    """NumPy puts it together anew each time."""
    return str(dtype)
