"""Mistakes in convolutions: flipped kernels, symmetric padding, the bias inside the sum."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Pads = tuple[int, int]
Padding = Callable[[int, int, int], Pads]
"""(length, window, stride) -> entries added before and after."""


def is_convolution(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name in ("Conv1D", "Conv2D", "DepthwiseConv2D")


def is_average_pooling(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name.startswith("AveragePooling")


def flipped(pair: Pair, model: Model, case: Case) -> Outcome:
    """The kernel upside down and backwards."""
    axes = tuple(range(case.inputs["kernel"].ndim - 2))
    found = model(case.with_inputs(kernel=np.flip(case.inputs["kernel"], axes).copy()))
    return {**found, "gradient of kernel": np.flip(found["gradient of kernel"], axes)}


def bias_in_the_sum(pair: Pair, model: Model, case: Case) -> Outcome:
    """The bias once for every entry of the window."""
    times = np.prod(case.inputs["kernel"].shape[:-1])
    found = model(case.with_inputs(bias=case.inputs["bias"] * np.asarray(times, dtype=case.dtype)))
    return {**found, "gradient of bias": found["gradient of bias"] * np.asarray(times, dtype=case.dtype)}


def bias_in_the_plane(pair: Pair, model: Model, case: Case) -> Outcome:
    """The bias once for every channel of the input."""
    times = case.inputs["kernel"].shape[-2]
    return model(case.with_inputs(bias=case.inputs["bias"] * np.asarray(times, dtype=case.dtype)))


def half(length: int, window: int, stride: int) -> Pads:
    return window // 2, window // 2


def half_of_rest(length: int, window: int, stride: int) -> Pads:
    return (window - 1) // 2, (window - 1) // 2


def more_before(length: int, window: int, stride: int) -> Pads:
    total = max((-(-length // stride) - 1) * stride + window - length, 0)
    return total - total // 2, total // 2


def as_for_stride_one(length: int, window: int, stride: int) -> Pads:
    return (window - 1) // 2, window // 2


def rounded_up(length: int, window: int, stride: int) -> Pads:
    total = max((-(-length // stride) - 1) * stride + window - length, 0)
    return (total + 1) // 2, (total + 1) // 2


PADDINGS: tuple[Padding, ...] = (half_of_rest, half, as_for_stride_one, more_before, rounded_up)


def padded_by(padding: Padding) -> Callable[[Pair, Model, Case], Outcome]:
    """'same' with other numbers of zeros around x."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        if case.settings.get("padding") != "same":
            return model(case)
        pads = pads_of(case, padding)
        wide = np.pad(case.x, pads)
        found = model(case.with_x(wide).with_settings(padding="valid"))
        inside = tuple(slice(before, before + n) for n, (before, _) in zip(case.x.shape, pads))
        return {**found, "gradient of x": found["gradient of x"][inside]}

    return predict


def pads_of(case: Case, padding: Padding) -> list[Pads]:
    """For every axis of x."""
    rank = case.x.ndim - 2
    window, strides = (_each(case.settings.get(name, default), rank) for name, default in (("kernel_size", None), ("strides", None)))
    if case.settings.get("kernel_size") is None:
        window = _each(case.settings.get("pool_size", 2), rank)
    first = 2 if case.settings.get("data_format") == "channels_first" else 1
    found: list[Pads] = [(0, 0)] * case.x.ndim
    for i in range(rank):
        stride = strides[i] if case.settings.get("strides") is not None else (1 if "kernel_size" in case.settings else window[i])
        found[first + i] = padding(case.x.shape[first + i], window[i], stride)
    return found


def _each(value: object, rank: int) -> tuple[int, ...]:
    if isinstance(value, (tuple, list)):
        return tuple(int(n) for n in value)
    return (int(value),) * rank if isinstance(value, int) else (0,) * rank


EXPLANATIONS = [
    Explanation("kernel-flipped", "the kernel is flipped in all its axes: a true convolution", flipped, is_convolution),
    Explanation("conv-bias-multiplied", "the bias is added once for every entry of the window", bias_in_the_sum, is_convolution),
    Explanation("conv-bias-multiplied", "the bias is added once for every channel", bias_in_the_plane, is_convolution),
    *(
        Explanation(
            "same-padding",
            "'same' pads symmetrically, or more before than after",
            padded_by(padding),
            lambda pair: is_convolution(pair) or is_average_pooling(pair),
        )
        for padding in PADDINGS
    ),
]
