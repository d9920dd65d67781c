"""The curves of a result as tables of points to draw, and the scales to draw them on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparisons.reports.decimate import kept
from comparisons.reports.words import SIDES, at, listed, real

Column = list[float | str | None]
Table = dict[str, Column]
"""Column name -> one value a point; what is not finite stays the text it was."""

_NO_GAP = 1e-12
"""Where zero is drawn if there is nothing but zeros."""
_WIDEST_LOSS = 20.0
"""Losses with a peak of more than this many times their median are drawn on a log axis: one spike must not flatten everything else."""
_DECADES = 30
"""Decades the gap axis may span at most: 1e-17 against 1e+12 is still told apart."""
_MOST_TICKS = 10


@dataclass(frozen=True)
class Curves:
    """What the two charts show, both already thinned out."""

    loss: Table
    gap: Table
    means: Table
    epoch_ends: list[int]
    floor: float
    log_loss: bool
    loss_range: list[float]
    outside: int | None
    crossed: bool
    shown: int
    steps: int


def curves(result: Mapping[str, Any]) -> Curves:
    """Read the curves out of a result; whatever is missing is empty."""
    full = _full(result)
    steps = len(full["gap"])
    epoch = _whole(at(result, "settings", "steps_per_epoch"), at_most=max(steps, 1)) or max(steps, 1)
    outside = _whole(at(result, "tracks", "free", "first_outside", "step"), at_most=steps)
    loss, gap = (_table(full, pair, epoch, outside) for pair in (("scratch", "Keras"), ("gap", "allowed")))
    ends = list(range(epoch, steps + 1, epoch * max(1, -(-steps // epoch // _MOST_TICKS))))
    log_loss, extent = _loss_scale(np.concatenate([full["scratch"], full["Keras"]]))
    floor = _floor(np.concatenate([full["gap"], full["allowed"]]))
    crossed = bool((full["gap"] > full["allowed"]).any())
    shown = max(len(table["step"]) for table in (loss, gap))
    return Curves(loss, gap, _means(result, epoch, steps), ends, floor, log_loss, extent, outside, crossed, shown, steps)


def without_text(table: Table) -> list[dict[str, float | None]]:
    """A table as one record a point, with nothing where the value is not finite: what a chart can draw."""
    columns = {name: [value if isinstance(value, int | float) else None for value in column] for name, column in table.items()}
    return [dict(zip(columns, point, strict=True)) for point in zip(*columns.values(), strict=True)]


def not_finite(result: Mapping[str, Any]) -> list[str]:
    """A sentence for each side whose loss stopped being a finite number."""
    said = []
    for name, side in SIDES.items():
        broken = np.flatnonzero(~np.isfinite(_floats(listed(result, "history", side, "step_loss"))))
        if len(broken):
            said.append(f"{name}: the loss is not finite at {len(broken):,} steps, first at step {broken[0] + 1:,}; those are not drawn.")
    return said


def _full(result: Mapping[str, Any]) -> dict[str, NDArray[np.float64]]:
    """All values of the four curves, padded to one length; the gap is worked out where the result has none."""
    full = {name: _floats(listed(result, "history", side, "step_loss")) for name, side in SIDES.items()}
    drawn = at(result, "tracks", "free", "curves")
    full["gap"] = _floats(listed(drawn, "gap"))
    full["allowed"] = _floats(listed(drawn, "allowed") or listed(drawn, "envelope"))
    steps = max(len(values) for values in full.values())
    full = {name: np.pad(values, (0, steps - len(values)), constant_values=np.nan) for name, values in full.items()}
    if not np.isfinite(full["gap"]).any():
        with np.errstate(invalid="ignore", over="ignore"):  # inf - inf, and 1e308 - (-1e308)
            full["gap"] = np.abs(full["scratch"] - full["Keras"])
    return full


def _whole(value: Any, *, at_most: int) -> int | None:
    """``value`` as a whole number from 1 to ``at_most``, None if it is none of these."""
    found = real(value)
    return int(found) if found is not None and 1 <= found <= at_most else None


def _table(full: Mapping[str, NDArray[np.float64]], drawn: tuple[str, str], epoch: int, first: int | None) -> Table:
    """The rows worth drawing for the two ``drawn`` curves, with all values for reading them off."""
    indices = kept([full[name] for name in drawn], always=() if first is None else (first - 1,))
    table: Table = {"step": [index + 1 for index in indices], "epoch": [index // epoch + 1 for index in indices]}
    for name, values in full.items():
        digits = 9 if name in SIDES else 3
        table[name] = [_rounded(value, digits) for value in values[indices].tolist()]
    return table


def _means(result: Mapping[str, Any], epoch: int, steps: int) -> Table:
    """The mean loss of every epoch, placed at the middle of its steps."""
    columns = {name: _floats(listed(result, "history", side, "loss")) for name, side in SIDES.items()}
    epochs = range(min(max(len(values) for values in columns.values()), -(-steps // epoch)))
    chosen = list(epochs)[:: max(1, len(epochs) // 100)]
    table: Table = {"step": [(index + 0.5) * epoch + 0.5 for index in chosen]}
    for name, values in columns.items():
        table[name] = [_rounded(values[index], 9) if index < len(values) else None for index in chosen]
    return table


def _floats(values: list[Any]) -> NDArray[np.float64]:
    """Numbers, with not-a-number for what is none."""
    return np.array([np.nan if (found := real(value)) is None else found for value in values], dtype=np.float64)


def _rounded(value: float, digits: int) -> float | str | None:
    """Shorter in the page, with digits enough to read off; nothing for nan, since only missing values are padded with it."""
    if math.isnan(value):
        return None
    return float(f"{value:.{digits}g}") if math.isfinite(value) else str(value)


def _loss_scale(values: NDArray[np.float64]) -> tuple[bool, list[float]]:
    """Whether the loss axis is a log one, and its ends: from zero where the curves come near it."""
    values = values[np.isfinite(values)]
    if not len(values):
        return False, [0.0, 1.0]
    low, high = float(values.min()), float(values.max())
    if low > 0 and high > _WIDEST_LOSS * float(np.median(values)):
        return True, [low, high]
    low = min(low, 0.0) if low < high / 2 else low
    return False, [low, high if high > low else low + 1.0]


def _floor(values: NDArray[np.float64]) -> float:
    """The power of ten under every positive value, where a log axis shows zero."""
    positive = values[np.isfinite(values) & (values > 0)]
    if not len(positive):
        return _NO_GAP
    lowest, highest = (math.ceil(math.log10(value)) for value in (positive.min(), positive.max()))
    return float(f"1e{max(lowest - 1, highest - _DECADES, -300)}")
