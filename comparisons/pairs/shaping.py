"""Sizes of a layer's input that its settings ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Sizes = tuple[int, ...]
Shaped = Callable[[Mapping[str, Any], Sizes], Sizes]
"""From settings and drawn sizes, channels last, to the shape of x."""


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
