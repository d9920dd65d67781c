"""Mistakes in convolutions: flipped kernels, symmetric padding, reshaping without transposing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.upstream import redirected
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Pads = tuple[int, int]
Padding = Callable[[int, int, int], Pads]
"""(length, window, stride) -> entries added before and after."""


def is_convolution(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name in ("Conv1D", "Conv2D", "DepthwiseConv2D")


def is_average_pooling(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name.startswith("AveragePooling")


def not_flipped_back(pair: Pair, model: Model, case: Case) -> Outcome:
    """As if forward had flipped it."""
    return {**model(case), "gradient of x": flipped(pair, model, case)["gradient of x"]}


def flipped(pair: Pair, model: Model, case: Case) -> Outcome:
    """The kernel upside down and backwards."""
    axes = tuple(range(case.inputs["kernel"].ndim - 2))
    found = model(case.with_inputs(kernel=np.flip(case.inputs["kernel"], axes).copy()))
    return {**found, "gradient of kernel": np.flip(found["gradient of kernel"], axes)}


def kernel_gradient_reshaped(channels_first: bool) -> Callable[[Pair, Model, Case], Outcome]:
    """A matrix of gradients, reshaped to the kernel before it is transposed.

    Args:
        channels_first: the kernel is (filters, channels, rows, columns), the matrix has a column for each filter; else
            the kernel is Keras's, and the matrix has a row for each filter.
    """

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found = model(case)
        right = found["gradient of kernel"]
        rows, columns, channels, filters = right.shape
        if channels_first:
            wrong = right.transpose(2, 0, 1, 3).reshape(filters, channels, rows, columns).transpose(2, 3, 1, 0)
        else:
            wrong = right.transpose(3, 0, 1, 2).reshape(right.shape)
        return {**found, "gradient of kernel": np.ascontiguousarray(wrong)}

    return predict


def as_channels_first(a: np.ndarray) -> np.ndarray:
    """The numbers of (N, rows, columns, channels) in their order, taken for (N, channels, rows, columns)."""
    return np.moveaxis(a.reshape(len(a), a.shape[-1], *a.shape[1:-1]), 1, -1)


def as_channels_last(a: np.ndarray) -> np.ndarray:
    """The reverse."""
    return np.ascontiguousarray(np.moveaxis(a, -1, 1)).reshape(a.shape)


def output_reshaped(pair: Pair, model: Model, case: Case) -> Outcome:
    """A row for every place, a column for every channel; reshaped to channels first without being transposed."""
    of_images(case)
    found = model(case)
    return {**found, "output": as_channels_first(found["output"])}


def upstream_reshaped(pair: Pair, model: Model, case: Case) -> Outcome:
    """dy, channels first, reshaped to a column for every channel without being transposed."""
    of_images(case)
    return {**model(redirected(case, as_channels_last)), "output": model(case)["output"]}


def of_images(case: Case) -> None:
    if case.x.ndim != 4 or case.settings.get("data_format") == "channels_first":
        raise ValueError("of images as Keras has them")


def not_cropped(pair: Pair, model: Model, case: Case) -> Outcome:
    """The gradient of x with the zeros around it."""
    found = model(case)
    if case.settings.get("padding") != "same":
        return found
    wide = case.with_x(np.pad(case.x, pads_of(case, keras_padding))).with_settings(padding="valid")
    return {**found, "gradient of x": model(wide)["gradient of x"]}


def unstrided(*, forward: bool, backward: bool) -> Callable[[Pair, Model, Case], Outcome]:
    """Windows at their number, not at that times the stride."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        if case.settings.get("padding") != "valid" or case.settings.get("data_format") == "channels_first":
            raise ValueError("written for windows without padding")
        found = model(case)
        shape = found["output"].shape
        inside, given = tuple(slice(n) for n in shape), case.upstream(shape)

        def wide(dy: np.ndarray) -> np.ndarray:
            made = np.zeros_like(dy)
            made[inside] = given
            return made

        dense = model(redirected(case.with_settings(strides=1), wide))
        slipped = {what: a[inside] if what == "output" else a for what, a in dense.items()}
        return {what: slipped[what] if (forward if what == "output" else backward) else a for what, a in found.items()}

    return predict


def keras_padding(length: int, window: int, stride: int) -> Pads:
    total = max((-(-length // stride) - 1) * stride + window - length, 0)
    return total // 2, total - total // 2


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


def is_conv_2d(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name == "Conv2D"


def is_pooling(pair: Pair) -> bool:
    return has_windows(pair) and "Pooling" in pair.name


def has_images(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name in ("Conv2D", "MaxPooling2D", "AveragePooling2D")


def has_windows(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name in (
        "Conv1D",
        "Conv2D",
        "MaxPooling1D",
        "MaxPooling2D",
        "AveragePooling1D",
        "AveragePooling2D",
    )


TO_CHANNELS_FIRST = "{output}.reshape(N, rows, columns, -1).transpose(0, 3, 1, 2)"
START = "the window starts at i * stride, forward and backward"

EXPLANATIONS = [
    Explanation("kernel-flipped", "the kernel is flipped in all its axes: a true convolution", flipped, is_convolution),
    Explanation(
        "kernel-flipped",
        "{input gradient} is made with the kernel as it stands, where that has to be flipped in all its axes",
        not_flipped_back,
        is_convolution,
        fix="flip the kernel for {input gradient}: it is the full convolution of {upstream} with the kernel",
        needs=("output", "gradient of x"),
    ),
    *(
        Explanation(
            "same-padding",
            "'same' pads symmetrically, or more before than after",
            padded_by(padding),
            lambda pair: is_convolution(pair) or is_average_pooling(pair),
        )
        for padding in PADDINGS
    ),
    *(
        Explanation(
            "missing-transpose",
            f"{{kernel gradient}} is reshaped from a matrix with a {has} for each filter, without being transposed",
            kernel_gradient_reshaped(first),
            is_conv_2d,
            fix=f"{{kernel gradient}} = {fix}",
        )
        for has, first, fix in (
            ("column", True, "np.dot(col.T, {upstream}).T.reshape({kernel}.shape), filters first"),
            ("row", False, "np.dot({upstream}.T, col).T.reshape({kernel}.shape), filters last"),
        )
    ),
    Explanation(
        "missing-transpose",
        "{output}, a row for every place and a column for every channel, is reshaped to channels first without being transposed",
        output_reshaped,
        has_images,
        fix=TO_CHANNELS_FIRST,
    ),
    Explanation(
        "missing-transpose",
        "{upstream}, channels first, is reshaped to a column for every channel without being transposed",
        upstream_reshaped,
        has_images,
        fix="{upstream}.transpose(0, 2, 3, 1).reshape(-1, channels)",
    ),
    Explanation(
        "same-padding",
        "{input gradient} has the zeros around it that {input} was padded with",
        not_cropped,
        has_windows,
        fix="{input gradient} = {input gradient}[:, before:before + rows, ...], as large as {input}",
    ),
    *(
        Explanation("stride-forgotten", says, unstrided(forward=forward, backward=backward), has_windows, fix=START)
        for says, forward, backward in (
            ("{output} is taken of {input} at the window's number, not at that times the stride", True, False),
            ("windows start at their number, not at that times the stride, forward and backward", True, True),
        )
    ),
    Explanation(
        "stride-forgotten",
        "{input gradient} is written at the window's number, not at that times the stride",
        unstrided(forward=False, backward=True),
        is_pooling,
        fix=START,
    ),
]
