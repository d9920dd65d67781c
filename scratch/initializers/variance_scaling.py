"""Values scaled by how many inputs and outputs a weight connects."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scratch.initializers.initializer import RandomInitializer
from scratch.initializers.random_normal import truncated_standard_normal

MODES = ("fan_in", "fan_out", "fan_avg")
DISTRIBUTIONS = ("truncated_normal", "untruncated_normal", "uniform")
TRUNCATED_STDDEV = 0.87962566103423978  # standard deviation of a standard normal cut off at -2 and 2

Axes = Sequence[int] | None


class VarianceScaling(RandomInitializer):
    """Values of variance scale / n, with n = fan_in, fan_out or their mean, at least 1.

    truncated_normal:    cut off at 2 sigma, sigma = sqrt(scale / n) / 0.8796
    untruncated_normal:  sigma = sqrt(scale / n)
    uniform:             in [-limit, limit), limit = sqrt(3 scale / n)

    Args:
        scale: above 0.
        mode: `'fan_in'`, `'fan_out'` or `'fan_avg'`.
        distribution: one of the above; `'normal'` is `'truncated_normal'`.
        seed: see `RandomInitializer`.
        input_axes, output_axes: axes of the shape whose product is fan_in and fan_out, given together; see `fans`.

    Source: He et al. 2015, sec. 2.2, in the general form of `keras.initializers.VarianceScaling`.
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | np.random.Generator | None = None,
        input_axes: Axes = None,
        output_axes: Axes = None,
    ) -> None:
        who, distribution = type(self).__name__, distribution.lower()
        distribution = "truncated_normal" if distribution == "normal" else distribution
        if not scale > 0:
            raise ValueError(f"{who}: expected scale above 0, got {scale!r}.")
        if mode not in MODES:
            raise ValueError(f"{who}: expected mode as one of {MODES}, got {mode!r}.")
        if distribution not in DISTRIBUTIONS:
            raise ValueError(f"{who}: expected distribution as one of {DISTRIBUTIONS}, got {distribution!r}.")
        super().__init__(seed)
        self.scale, self.mode, self.distribution = scale, mode, distribution
        self.input_axes, self.output_axes = input_axes, output_axes

    def draw(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        fan_in, fan_out = fans(shape, self.input_axes, self.output_axes)
        count = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance = self.scale / max(1.0, count)
        if self.distribution == "uniform":
            limit = np.sqrt(3 * variance)
            return generator.uniform(-limit, limit, shape)
        if self.distribution == "untruncated_normal":
            return generator.normal(0.0, np.sqrt(variance), shape)
        return np.sqrt(variance) / TRUNCATED_STDDEV * truncated_standard_normal(shape, generator)


def fans(shape: tuple[int, ...], input_axes: Axes = None, output_axes: Axes = None) -> tuple[int, int]:
    """(fan_in, fan_out) of a kernel: how many inputs one output sums over, how many outputs one input reaches.

    (in, out) for Dense; (*window, in, out) for convolutions, where both count the window; the only axis of a vector
    for both; or the products of the given axes, if both kinds are given.
    """
    if input_axes is not None and output_axes is not None:
        return int(np.prod([shape[axis] for axis in input_axes])), int(np.prod([shape[axis] for axis in output_axes]))
    if len(shape) < 2:
        return (shape[0], shape[0]) if shape else (1, 1)
    window = int(np.prod(shape[:-2]))
    return shape[-2] * window, shape[-1] * window
