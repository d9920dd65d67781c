"""Keras's metrics, fed batch by batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from reference.backend import load

Moment = tuple[np.ndarray, list[np.ndarray]]  # the result, and the state behind it


def metric(name: str, settings: Mapping[str, Any], batches: Sequence[Sequence[np.ndarray]], dtype: str | None) -> list[Moment]:
    """What `keras.metrics.NAME` says after each batch, then after a reset, then after the first batch once more.

    Args:
        name: of the class.
        settings: its arguments; tuples become lists.
        batches: arguments of `update_state`.
        dtype: the metric's; None for Keras's default.
    """
    made = _made(name, tuple(sorted(settings.items())), dtype, batches[0][0].shape[1:])
    made.reset_state()
    moments = [_fed(made, batch) for batch in batches]
    made.reset_state()
    return [*moments, _moment(made), _fed(made, batches[0])]


@lru_cache(maxsize=512)
def _made(name: str, settings: tuple[tuple[str, Any], ...], dtype: str | None, shape: tuple[int, ...]) -> Any:
    """One object for all examples that differ in numbers only; some metrics take their shape from the first batch."""
    arguments = {name: list(value) if isinstance(value, tuple) else value for name, value in settings}
    return getattr(load().keras.metrics, name)(**arguments, dtype=dtype)


def _fed(made: Any, batch: Sequence[np.ndarray]) -> Moment:
    made.update_state(*batch)
    return _moment(made)


def _moment(made: Any) -> Moment:
    return np.asarray(made.result()), [v.numpy() for v in made.variables]
