"""Gradients cut down to a size, in Keras's arithmetic down to zero, infinite and NaN norms."""

from __future__ import annotations

from collections.abc import Sequence

from scratch.differentiable import Array, namespace
from scratch.optimizers.arithmetic import constant


def clipped(
    gradients: Sequence[Array], *, clipnorm: float | None, clipvalue: float | None, global_clipnorm: float | None
) -> Sequence[Array]:
    """The gradients under whichever limit is given, or as they are."""
    if clipnorm is not None:
        return [clip_by_norm(g, clipnorm) for g in gradients]
    if global_clipnorm is not None:
        return clip_by_global_norm(gradients, global_clipnorm)
    if clipvalue is not None:
        return [clip_by_value(g, clipvalue) for g in gradients]
    return gradients


def clip_by_norm(gradient: Array, limit: float) -> Array:
    """g limit / max(|g|, limit): the Euclidean norm |g| becomes at most `limit`.

    A gradient of zeros stays one. Where |g|^2 overflows (entries from 1.8e19 in float32), finite entries become 0.

    Source: `clipnorm` of `keras.optimizers.Optimizer`, which is `tf.clip_by_norm`.
    """
    xp = namespace(gradient)
    norm = xp.sqrt(xp.sum(gradient * gradient))
    return gradient * limit / xp.maximum(norm, constant(limit, gradient))


def clip_by_global_norm(gradients: Sequence[Array], limit: float) -> list[Array]:
    """g min(1, limit / |all|) for every gradient g, |all| being the Euclidean norm of all entries of all of them.

    Where |all| overflows or is not a number, all entries become NaN: unlike `clip_by_norm`, and as in Keras.

    Source: `global_clipnorm` of `keras.optimizers.Optimizer`; Pascanu et al. 2013, algorithm 1.
    """
    first = gradients[0]
    xp = namespace(first)
    norm = xp.sqrt(xp.sum(xp.stack([xp.sum(g * g) for g in gradients])))
    scale = limit * xp.minimum(1 / norm, constant(1 / limit, first)) + (norm - norm)
    return [g * scale for g in gradients]


def clip_by_value(gradient: Array, limit: float) -> Array:
    """Entries cut to [-limit, limit]; NaN stays NaN.

    Source: `clipvalue` of `keras.optimizers.Optimizer`.
    """
    return namespace(gradient).clip(gradient, -limit, limit)
