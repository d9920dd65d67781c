"""What the cross-entropies share: clipping of probabilities and smoothing of labels."""

from __future__ import annotations

from scratch import config
from scratch.differentiable import Array, namespace


def clipped(p: Array) -> Array:
    """`p` within [epsilon, 1 - epsilon], so that its logarithm is finite."""
    return namespace(p).clip(p, config.epsilon(), 1 - config.epsilon())


def through_clip(dp: Array, p: Array) -> Array:
    """The gradient `dp` where `clipped` left `p` as it was (bounds included), 0 elsewhere: TensorFlow's convention."""
    return namespace(p).where((p >= config.epsilon()) & (p <= 1 - config.epsilon()), dp, 0)


def smoothed(y_true: Array, label_smoothing: float, classes: int) -> Array:
    """Labels drawn towards 1 / classes: y * (1 - s) + s / classes."""
    return y_true * (1 - label_smoothing) + label_smoothing / classes if label_smoothing else y_true
