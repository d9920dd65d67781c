"""Group normalization."""

from __future__ import annotations

import math
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Shape
from scratch.layers.precision import narrowed, sum_over, widened
from scratch.layers.scale_and_shift import ScaleAndShift
from scratch.layers.standardize import Standardized, standardize, standardize_vjp


class GroupNormalization(ScaleAndShift):
    """y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, one mean and variance a sample and group of channels.

    The groups are runs of consecutive channels; mean and variance are taken over the channels of the group and over
    all axes but the batch.

    Args:
        groups: number of groups, a divisor of the number of channels; -1 for as many groups as channels.
        axis: the axis of the channels, not that of the batch.
        epsilon, center, scale, beta_initializer, gamma_initializer: see `ScaleAndShift`.

    Shapes:
        x            (batch, ..., channels), the channels on `axis`
        gamma, beta  (channels,)
        y            like x

    Raises:
        ValueError: the number of channels is no multiple of `groups`, or is not that of `gamma`.

    Source: Wu and He 2018, eq. 1 to 7; `keras.layers.GroupNormalization`.
    """

    supports_masking = True

    def __init__(
        self,
        groups: int = 32,
        axis: int = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: object = "zeros",
        gamma_initializer: object = "ones",
        **settings: Any,
    ) -> None:
        super().__init__(epsilon, center, scale, beta_initializer, gamma_initializer, **settings)
        if not isinstance(groups, int) or (groups <= 0 and groups != -1):
            raise ValueError(f"GroupNormalization: expected groups as a positive whole number or -1, got {groups!r}.")
        self.groups = groups
        self.axis = axis

    def build(self, input_shape: Shape) -> None:
        rank = len(input_shape)
        if not 0 < abs(self.axis) < rank or input_shape[self.axis] is None:
            raise self.bad_input(f"a known axis {self.axis}, which is not the batch, to size gamma by", input_shape)
        self.channels: int = input_shape[self.axis] or 0
        self.groups = self.channels if self.groups == -1 else self.groups
        if self.channels % self.groups or self.channels < self.groups:
            raise self.bad_input(f"a multiple of {self.groups} channels (groups) on axis {self.axis}", input_shape)
        self.add_gamma_and_beta((self.channels,))

    def call(self, x: Array, training: bool) -> tuple[Array, Standardized]:
        if abs(self.axis) >= x.ndim or x.shape[self.axis] != self.channels:
            raise self.bad_input(f"length {self.channels} (that of gamma) on axis {self.axis}", x.shape)
        result = standardize(widened(x, self.dtype), self._mean_of_group, self.epsilon)
        return self.scale_and_shift(result.centred, result.inverse, self._parameter_shape(x)), result

    def vjp(self, dy: Array, cache: Standardized, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        dx_hat, gradients = self.scale_and_shift_vjp(dy, cache.centred, cache.inverse, self._parameter_shape(dy))
        return narrowed(standardize_vjp(dx_hat, cache), self.dtype), gradients

    def _mean_of_group(self, x: Array) -> Array:
        """For each sample and channel the mean over space and the channels of its group: (batch, 1, ..., channels, 1, ...)."""
        xp, axis = namespace(x), self.axis % x.ndim
        space = tuple(i for i in range(1, x.ndim) if i != axis)
        sums = sum_over(x, space)
        by_group = xp.sum(xp.reshape(sums, (x.shape[0], self.groups, self.channels // self.groups)), axis=-1)
        mean = by_group / max(1, math.prod(x.shape[1:]) // self.groups)
        return xp.reshape(xp.repeat(mean, self.channels // self.groups, axis=1), sums.shape)

    def _parameter_shape(self, x: Array) -> tuple[int, ...]:
        return tuple(n if i == self.axis % x.ndim else 1 for i, n in enumerate(x.shape))
