"""Slips in loops over windows: what overlaps is overwritten, the stride is forgotten, a window's gradient is shared out wrongly."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.convolution import is_average_pooling, is_convolution, keras_padding, pads_of
from comparisons.diagnosis.families.pooling import is_max_pooling
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Place = tuple[int, ...]
Slices = tuple[Any, ...]


@dataclass(frozen=True)
class Walk:
    """The windows of one example, in the order in which people walk them, the last axis fastest.

    Args:
        case: the example.
        size: of the window, which may be dilated.
        strides: from one window to the next.
        dilation: from one entry of a window to the next.
    """

    case: Case
    size: tuple[int, ...]
    strides: tuple[int, ...]
    dilation: tuple[int, ...]

    @property
    def pads(self) -> list[tuple[int, int]]:
        """Entries around x, for every axis."""
        same = self.case.settings.get("padding") == "same"
        return pads_of(self.case, keras_padding) if same else [(0, 0)] * self.case.x.ndim

    def inside(self, wide: np.ndarray) -> np.ndarray:
        """Without what was put around x."""
        return wide[tuple(slice(before, before + n) for n, (before, _) in zip(self.case.x.shape, self.pads))]

    def places(self, shape: tuple[int, ...]) -> Iterator[Place]:
        """Every window of an output of that shape."""
        return itertools.product(*(range(n) for n in shape[1:-1]))

    def here(self, place: Place) -> Slices:
        """Where that window's number is in the output, of every sample and channel."""
        return (slice(None), *place)

    def window(self, place: Place, *, strided: bool = True) -> Slices:
        """The entries of x that a window covers."""
        starts = (i * s if strided else i for i, s in zip(place, self.strides))
        ranges = (slice(a, a + d * (k - 1) + 1, d) for a, k, d in zip(starts, self.size, self.dilation))
        return (slice(None), *ranges, slice(None))


def walk(case: Case) -> Walk:
    """Of a convolution, or of pooling."""
    if case.settings.get("data_format") == "channels_first" or case.settings.get("padding") == "causal":
        raise ValueError("written for channels last")
    rank = case.x.ndim - 2
    convolves = "kernel" in case.inputs
    size = case.inputs["kernel"].shape[:rank] if convolves else _each(case.settings.get("pool_size", 2), rank)
    strides = case.settings.get("strides")
    usual = (1,) * rank if convolves else size
    dilation = _each(case.settings.get("dilation_rate", 1), rank)
    if case.settings.get("padding") == "same" and dilation != (1,) * rank:
        raise ValueError("written for windows without gaps")
    return Walk(case, size, usual if strides is None else _each(strides, rank), dilation)


def _each(value: Any, rank: int) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (int(value),) * rank


@dataclass(frozen=True)
class Slips:
    """What a loop back through a convolution does wrong: of x or of the kernel, `=` for `+=` or the stride forgotten.

    Args:
        x_replaced, kernel_replaced: `=` for `+=`.
        last_filter: of x, the last filter replaces the others as well, since filters have a loop of their own.
        x_unstrided, kernel_unstrided: the window is at the place itself, not at the place times the stride.
    """

    x_replaced: bool = False
    kernel_replaced: bool = False
    last_filter: bool = False
    x_unstrided: bool = False
    kernel_unstrided: bool = False


def back(slips: Slips) -> Callable[[Pair, Model, Case], Outcome]:
    """Gradients window by window."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, walked = model(case), walk(case)
        dy, kernel, wide = case.upstream(found["output"].shape), case.inputs["kernel"], np.pad(case.x, walked.pads)
        dwide, dkernel = np.zeros_like(wide), np.zeros_like(kernel)
        used = slice(-1, None) if slips.last_filter else slice(None)
        for place in walked.places(dy.shape):
            here = walked.here(place)
            d = dy[here]
            patch = wide[walked.window(place, strided=not slips.kernel_unstrided)]
            there = walked.window(place, strided=not slips.x_unstrided)
            own, given = np.tensordot(patch, d, axes=(0, 0)), np.tensordot(d[:, used], kernel[..., used], axes=(1, -1))
            dkernel = own if slips.kernel_replaced else dkernel + own
            dwide[there] = given if slips.x_replaced else dwide[there] + given
        return {**found, "gradient of x": walked.inside(dwide), "gradient of kernel": dkernel}

    return predict


def averaged(*, replaced: bool, divided: bool) -> Callable[[Pair, Model, Case], Outcome]:
    """Average pooling back: every entry of a window gets its share of dy, or all of it."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, walked = model(case), walk(case)
        dy, counted = case.upstream(found["output"].shape), np.pad(np.ones_like(case.x), walked.pads)
        dwide = np.zeros_like(counted)
        for place in walked.places(dy.shape):
            there, rest = walked.window(place), (slice(None), *(slice(i, i + 1) for i in place))
            share = dy[rest] / (counted[there].sum(axis=tuple(range(1, case.x.ndim - 1)), keepdims=True) if divided else 1)
            dwide[there] = share * counted[there] if replaced else dwide[there] + share
        return {**found, "gradient of x": walked.inside(dwide)}

    return predict


def of_all_places(pair: Pair, model: Model, case: Case) -> Outcome:
    """Every entry of an image gets dy itself, where its mean was taken."""
    found, first = model(case), case.settings.get("data_format") == "channels_first"
    places = np.prod(case.x.shape[2:] if first else case.x.shape[1:-1])
    return {**found, "gradient of x": found["gradient of x"] * np.asarray(places, dtype=case.dtype)}


def is_walked(pair: Pair) -> bool:
    return is_convolution(pair) and pair.name in ("Conv1D", "Conv2D")


def is_global_average(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name.startswith("GlobalAveragePooling")


LATER = "where windows overlap the later gradient replaces the earlier"
ADD = "{input gradient}[window] += ..."
SHARE = "pool-gradient-share"
DIVIDE = "divide {upstream} by the number of entries that were averaged"

EXPLANATIONS = [
    Explanation("not-accumulated", LATER, back(Slips(x_replaced=True)), is_walked, fix=ADD),
    Explanation(
        "not-accumulated", f"{LATER}, and the last filter all others", back(Slips(x_replaced=True, last_filter=True)), is_walked, fix=ADD
    ),
    Explanation(
        "not-accumulated",
        "{kernel gradient} is that of the last window alone",
        back(Slips(kernel_replaced=True)),
        is_walked,
        fix="{kernel gradient} += ... for every window",
    ),
    Explanation(
        "stride-forgotten",
        "{input gradient} is written at the window's number, not at that times the stride",
        back(Slips(x_unstrided=True)),
        is_walked,
    ),
    Explanation(
        "stride-forgotten",
        "{kernel gradient} is taken of {input} at the window's number, not at that times the stride",
        back(Slips(kernel_unstrided=True)),
        is_walked,
    ),
    Explanation("pool-ties", LATER, averaged(replaced=True, divided=True), is_average_pooling, fix=ADD),
    Explanation(
        SHARE, "every entry of a window gets {upstream} itself", averaged(replaced=False, divided=False), is_average_pooling, fix=DIVIDE
    ),
    Explanation(SHARE, "every entry gets {upstream} itself", of_all_places, is_global_average, fix=DIVIDE),
    Explanation(
        SHARE, "every entry of a window gets {upstream}, not the largest alone", averaged(replaced=False, divided=False), is_max_pooling
    ),
    Explanation(SHARE, "every entry of a window gets an equal share of {upstream}", averaged(replaced=False, divided=True), is_max_pooling),
]
