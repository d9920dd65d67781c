"""Mistakes in max pooling, and in the padding of pooling."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.convolution import PADDINGS, Padding, keras_padding, pads_of
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Index = tuple[int | slice, ...]


@dataclass(frozen=True)
class Manner:
    """How max pooling is computed; the defaults are right.

    Args:
        share: what each entry of a window gets of dy: (equal to the largest, in the window's order) -> weights.
        overwrites: what windows that overlap overwrite of each other's gradient: `''`, `'largest'` or `'window'`.
        fill: what x is padded with.
        padding: how much; None for Keras's.
    """

    share: Callable[[np.ndarray], np.ndarray] = lambda largest: largest & (np.cumsum(largest) == 1)
    overwrites: str = ""
    fill: float = -np.inf
    padding: Padding | None = None


def is_max_pooling(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name in ("MaxPooling1D", "MaxPooling2D")


def pooled(case: Case, manner: Manner) -> Outcome:
    """Max pooling window by window, as people write it."""
    if case.settings.get("data_format") == "channels_first":
        raise ValueError("written for channels last")
    same = case.settings.get("padding") == "same"
    pads = pads_of(case, manner.padding or keras_padding) if same else [(0, 0)] * case.x.ndim
    wide = np.pad(case.x, pads, constant_values=manner.fill)
    rank = case.x.ndim - 2
    size = _each(case.settings.get("pool_size", 2), rank)
    strides = size if case.settings.get("strides") is None else _each(case.settings["strides"], rank)
    counts = [(n - k) // s + 1 for n, k, s in zip(wide.shape[1:-1], size, strides)]
    y = np.zeros((len(wide), *counts, wide.shape[-1]), dtype=case.dtype)
    for place in itertools.product(*(range(n) for n in counts)):
        here: Index = (slice(None), *place)
        y[here] = wide[_window(place, size, strides)].max(axis=tuple(range(1, rank + 1)))
    dwide = _back(wide, y, case.upstream(y.shape), size, strides, manner)
    inside = tuple(slice(before, before + n) for n, (before, _) in zip(case.x.shape, pads))
    return {"output": y, "gradient of x": dwide[inside]}


def _back(wide: np.ndarray, y: np.ndarray, dy: np.ndarray, size: tuple[int, ...], strides: tuple[int, ...], manner: Manner) -> np.ndarray:
    dwide = np.zeros_like(wide)
    for place in itertools.product(*(range(n) for n in y.shape[1:-1])):
        where = _window(place, size, strides)
        for sample, channel in itertools.product(range(len(wide)), range(wide.shape[-1])):
            spot: Index = (sample, *where[1:-1], channel)
            here: Index = (sample, *place, channel)
            window = wide[spot]
            share = manner.share((window == y[here]).ravel()).reshape(window.shape)
            given = share * dy[here]
            if not manner.overwrites:
                dwide[spot] += given
            else:
                dwide[spot] = np.where((share != 0) | (manner.overwrites == "window"), given, dwide[spot])
    return dwide


def _window(place: tuple[int, ...], size: tuple[int, ...], strides: tuple[int, ...]) -> tuple[slice, ...]:
    return (slice(None), *(slice(i * s, i * s + k) for i, s, k in zip(place, strides, size)), slice(None))


def _each(value: object, rank: int) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (int(value),) * rank  # type: ignore[call-overload]


def computed(manner: Manner) -> Callable[[Pair, Model, Case], Outcome]:
    return lambda pair, model, case: pooled(case, manner)


TIES = "of several largest entries in a window"
EXPLANATIONS = [
    Explanation(
        "pool-ties", f"{TIES} each gets {{upstream}}", computed(Manner(share=lambda largest: largest)), is_max_pooling, kind="C", edge=True
    ),
    Explanation(
        "pool-ties",
        f"{TIES} each gets its share of {{upstream}}",
        computed(Manner(share=lambda largest: largest / largest.sum())),
        is_max_pooling,
        kind="C",
        edge=True,
    ),
    Explanation(
        "pool-ties",
        f"{TIES} the last gets {{upstream}}",
        computed(Manner(share=lambda largest: largest & (np.cumsum(largest[::-1])[::-1] == 1))),
        is_max_pooling,
        kind="C",
        edge=True,
    ),
    *(
        Explanation(
            "pool-ties",
            "where windows overlap the later gradient replaces the earlier",
            computed(Manner(overwrites=what)),
            is_max_pooling,
            fix="{input gradient}[window] += ...",
        )
        for what in ("largest", "window")
    ),
    *(
        Explanation(
            "pool-ties",
            f"{TIES} {words}; where windows overlap the later gradient replaces the earlier",
            computed(Manner(share=share, overwrites=what)),
            is_max_pooling,
            fix="{input gradient}[window] += ...",
            edge=True,
        )
        for words, share in (
            ("each gets {upstream}", lambda largest: largest),
            ("each gets its share", lambda largest: largest / largest.sum()),
        )
        for what in ("window", "largest")
    ),
    Explanation(
        "pool-ties",
        "'same' pads with zeros, which win over negative numbers",
        computed(Manner(fill=0.0)),
        is_max_pooling,
        fix="pad with -np.inf",
    ),
    *(
        Explanation(
            "same-padding",
            "'same' pads symmetrically, or more before than after",
            computed(Manner(padding=padding, fill=fill)),
            is_max_pooling,
        )
        for padding in PADDINGS
        for fill in (-np.inf, 0.0)
    ),
]
