"""Batch normalization."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Shape
from scratch.layers.precision import narrowed, widened
from scratch.layers.scale_and_shift import ScaleAndShift
from scratch.layers.standardize import Moments, Standardized, mean_over, standardize, standardize_by, standardize_vjp


class BatchNormalization(ScaleAndShift):
    """y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, one mean and variance a channel.

    In training they are those of the batch, and the moving ones follow: moving = momentum * moving +
    (1 - momentum) * batch. Otherwise, and always if `trainable` is False, the moving ones are used and kept.

    Args:
        axis: the axis of the channels, which is not averaged over.
        momentum: share of the old value in the new moving one, in [0, 1].
        epsilon, center, scale, beta_initializer, gamma_initializer: see `ScaleAndShift`.
        moving_mean_initializer, moving_variance_initializer: initial values.

    Shapes:
        x                             (batch, ..., channels), the channels on `axis`
        gamma, beta                   (channels,)
        moving_mean, moving_variance  (channels,)
        y                             like x

    Raises:
        ValueError: x does not have that many channels on `axis`, or no samples in training, where Keras fills the
            moving values with NaN.

    Source: Ioffe and Szegedy 2015, algorithm 1; `keras.layers.BatchNormalization`. As in Keras the moving variance
    follows the biased one, divided by n, where the paper's algorithm 2 divides by n - 1.
    """

    supports_masking = True

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: object = "zeros",
        gamma_initializer: object = "ones",
        moving_mean_initializer: object = "zeros",
        moving_variance_initializer: object = "ones",
        **settings: Any,
    ) -> None:
        super().__init__(epsilon, center, scale, beta_initializer, gamma_initializer, **settings)
        self.axis = int(axis)
        self.momentum = float(momentum)
        self.moving_mean_initializer = moving_mean_initializer
        self.moving_variance_initializer = moving_variance_initializer

    def build(self, input_shape: Shape) -> None:
        rank = len(input_shape)
        channels = input_shape[self.axis] if -rank <= self.axis < rank else None
        if channels is None:
            raise self.bad_input(f"a known axis {self.axis} to size gamma by", input_shape)
        self.add_gamma_and_beta((channels,))
        self.add_weight("moving_mean", (channels,), self.moving_mean_initializer, trainable=False)
        self.add_weight("moving_variance", (channels,), self.moving_variance_initializer, trainable=False)

    def call(self, x: Array, training: bool) -> tuple[Array, Standardized]:
        shape = self._parameter_shape(x)
        uses_batch = training and self.trainable
        if uses_batch and 0 in x.shape:
            raise self.bad_input("at least one sample to take the mean of in training", x.shape)
        wide = widened(x, self.dtype)
        if uses_batch:
            result = standardize(wide, mean_over(tuple(i for i, n in enumerate(shape) if n == 1)), self.epsilon)
        else:
            result = standardize_by(wide, self._moving(shape), self.epsilon)
        return self.scale_and_shift(result.centred, result.inverse, shape), result

    def call_masked(self, x: Array, training: bool, mask: Array) -> tuple[Array, Standardized]:
        if training and self.trainable:
            raise ValueError(f"{self.name}: expected no mask in training (masked moments are not implemented here), got one.")
        return self.call(x, training)

    def vjp(self, dy: Array, cache: Standardized, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        shape, by_given = self._parameter_shape(dy), cache.mean_of is None
        dx_hat, gradients = self.scale_and_shift_vjp(dy, cache.centred, cache.inverse, shape, by_given=by_given)
        return narrowed(standardize_vjp(dx_hat, cache), self.dtype), gradients

    def next_state(self, cache: Standardized) -> dict[str, Array]:
        """The moving mean and variance, a step of 1 - momentum towards those of the batch."""
        if cache.mean_of is None:
            return {}
        old = self._moving(cache.moments.mean.shape)
        new = [a * self.momentum + b * (1 - self.momentum) for a, b in zip(old, cache.moments)]
        return {name: namespace(v).reshape(v, (-1,)) for name, v in zip(("moving_mean", "moving_variance"), new)}

    def _moving(self, shape: tuple[int, ...]) -> Moments:
        mean, variance = (widened(self.state[name], self.dtype) for name in ("moving_mean", "moving_variance"))
        return Moments(namespace(mean).reshape(mean, shape), namespace(variance).reshape(variance, shape))

    def _parameter_shape(self, x: Array) -> tuple[int, ...]:
        """(1, ..., channels, ..., 1), checked against x."""
        channels = self.state["moving_mean"].shape[0]
        if not -x.ndim <= self.axis < x.ndim or x.shape[self.axis] != channels:
            raise self.bad_input(f"length {channels} (that of moving_mean) on axis {self.axis}", x.shape)
        return tuple(n if i == self.axis % x.ndim else 1 for i, n in enumerate(x.shape))
