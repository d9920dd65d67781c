"""Masking."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer


class Masking(Layer):
    """Begins a mask: the steps of a sequence at which every feature is `mask_value` are skipped by what follows.

    Args:
        mask_value: what marks a step that is only padding.

    Shapes:
        x     (batch, steps, features)
        y     like x, with 0 at the skipped steps
        mask  (batch, steps), False at the skipped steps

    Source: `keras.layers.Masking`.
    """

    supports_masking = True
    makes_mask = True

    def __init__(self, mask_value: float = 0.0, **settings: Any) -> None:
        super().__init__(**settings)
        self.mask_value = mask_value

    def call(self, x: Array, training: bool) -> tuple[Array, Array]:
        kept = self.compute_mask(x)[..., None]
        return namespace(x).where(kept, x, 0), kept

    def vjp(self, dy: Array, cache: Array, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy at the steps that are not skipped, 0 at the others."""
        return namespace(dy).where(cache, dy, 0), {}

    def compute_mask(self, x: Array, mask: Array | None = None) -> Array:
        """Where a step has a feature that is not `mask_value`; an earlier mask counts no more."""
        return namespace(x).any(x != self.mask_value, axis=-1)
