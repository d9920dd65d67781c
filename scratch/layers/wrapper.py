"""What the layers that have other layers inside have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scratch.activations.linear import linear
from scratch.differentiable import Array
from scratch.layers.joined import Joined
from scratch.layers.layer import Layer

Kept = tuple[Any, Array, Array]
"""What `run_back` needs of `run`."""


class Wrapper(Layer):
    """A layer made of others: their weights are its weights, under a prefix each.

    Args:
        inner: the layers, by prefix.

    Raises:
        ValueError: no layers, or another dtype than theirs.
    """

    def __init__(self, inner: Mapping[str, Layer], **settings: Any) -> None:
        who = type(self).__name__
        for each in inner.values():
            if not isinstance(each, Layer):
                raise ValueError(f"{who}: expected a layer, got {each!r}.")
            if settings.get("dtype") is None:
                settings["dtype"] = each.dtype
        super().__init__(**settings)
        for each in inner.values():
            if each.dtype != self.dtype:
                raise ValueError(f"{who}: expected dtype {each.dtype} (that of {each.name}), got {self.dtype}; give both the same.")
        self.inner = dict(inner)
        self.params = Joined({prefix: each.params for prefix, each in inner.items()})
        self.grads = Joined({prefix: each.grads for prefix, each in inner.items()})


def run(layer: Layer, x: Array, training: bool, mask: Array | None = None) -> tuple[Any, Kept]:
    """Output of a layer inside, and what `run_back` needs; nothing is kept in the layer."""
    logits, cache = layer.call(x, training) if mask is None else layer.call_masked(x, training, mask)
    y = logits if layer.output_activation is linear else layer.output_activation.function(logits)
    return y, (cache, logits, y)


def run_back(layer: Layer, dy: Any, kept: Kept, input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
    """(dL/dx, gradients of the parameters) of a layer inside."""
    cache, logits, y = kept
    if layer.output_activation is not linear:
        dy = layer.output_activation.vjp(dy, logits, y)
    return layer.vjp(dy, cache, input_gradient)
