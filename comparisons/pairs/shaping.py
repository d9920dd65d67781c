"""Sizes of a layer's input that its settings ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Settings = dict[str, Any]
Adapted = Callable[[Settings, str], Settings]
"""From drawn settings and the floating type to settings that go together in Keras."""

Sizes = tuple[int, ...]
Shaped = Callable[[Mapping[str, Any], Sizes], Sizes]
"""From settings and drawn sizes, channels last, to the shape of x."""
Together = Callable[[Mapping[str, Any], Sizes, int], tuple[Sizes, ...]]
"""From settings, drawn sizes and the number of inputs to the shape of each."""


def any_settings(settings: Settings, dtype: str) -> Settings:
    """All go together."""
    return settings


def undilated_if_strided(settings: Settings, dtype: str) -> Settings:
    """Keras refuses both above 1, or computes more than is asked for (tests/checks/test_convolution_settings.py)."""
    return settings if settings["strides"] == 1 else {**settings, "dilation_rate": 1}


def transposed(settings: Settings, dtype: str) -> Settings:
    """output_padding is below strides. (TensorFlow's own kernels for CPUs refuse dilation: tests/checks/test_convolution_settings.py.)"""
    return settings if settings["strides"] > 1 else {**settings, "output_padding": None}


def unrolled_rightly(settings: Settings, dtype: str) -> Settings:
    """Unrolled on the way back Keras zeroes the outputs of other steps than those skipped: docs/keras-notes.md."""
    wrong = settings["go_backwards"] and settings["zero_output_for_mask"]
    return {**settings, "unroll": settings["unroll"] and not wrong}


def as_drawn(settings: Mapping[str, Any], sizes: Sizes) -> Sizes:
    """Any shape will do."""
    return sizes


def permutable(settings: Mapping[str, Any], sizes: Sizes) -> Sizes:
    """As many axes as there are `dims`."""
    return sizes[: 1 + len(settings["dims"])]


def in_groups(settings: Mapping[str, Any], sizes: Sizes) -> Sizes:
    """A multiple of `groups` channels, on `axis`."""
    grown = list(sizes)
    grown[settings.get("axis", -1)] *= max(1, settings.get("groups", 1))
    return tuple(grown)


def image(settings: Mapping[str, Any], sizes: Sizes) -> Sizes:
    """Channels where `data_format` has them, a multiple of `groups`."""
    channels = sizes[-1] * settings.get("groups", 1)
    if settings.get("data_format") == "channels_first":
        return (sizes[0], channels, *sizes[1:-1])
    return (*sizes[:-1], channels)


def broadcast(settings: Mapping[str, Any], sizes: Sizes, count: int) -> tuple[Sizes, ...]:
    """Alike, but for the third, which has only one row a sample."""
    return (sizes, sizes, (sizes[0], *(1,) * (len(sizes) - 2), sizes[-1]))[:count]


def alike_but_one(settings: Mapping[str, Any], sizes: Sizes, count: int) -> tuple[Sizes, ...]:
    """Each a little longer than the one before along the axis of the settings."""
    shapes = []
    for n in range(count):
        grown = list(sizes)
        grown[settings["axis"]] += n
        shapes.append(tuple(grown))
    return tuple(shapes)


def with_one_axis_alike(settings: Mapping[str, Any], sizes: Sizes, count: int) -> tuple[Sizes, ...]:
    """Two arrays, the second with another order of axes and a longer one where it may."""
    first, second = [*sizes], [*sizes[:1], *(n + 1 for n in sizes[1:])]
    axes = settings["axes"] if isinstance(settings["axes"], tuple) else (settings["axes"],) * 2
    second[axes[1]] = first[axes[0]]
    return tuple(first), tuple(second)
