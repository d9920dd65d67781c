"""Layer normalization."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array
from scratch.layers.layer import Shape
from scratch.layers.precision import narrowed, widened
from scratch.layers.scale_and_shift import ScaleAndShift
from scratch.layers.standardize import Standardized, mean_over, standardize, standardize_vjp


class LayerNormalization(ScaleAndShift):
    """y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, mean and variance taken along `axis` in each sample.

    Args:
        axis: the axis, or axes, to normalize along; gamma and beta have an entry for each place on them.
        epsilon, center, scale, beta_initializer, gamma_initializer: see `ScaleAndShift`.
        rms_scaling (keyword only): y = gamma * x / sqrt(variance + epsilon) instead, without beta. Keras has given it up, as it is not
            the root mean square that it divides by: `RMSNormalization` does that.

    Shapes:
        x            (batch, ..., features), the features on `axis`
        gamma, beta  (features,), or one axis for each in `axis`
        y            like x

    Raises:
        ValueError: x does not have such axes, or of another length than `gamma`.

    Source: Ba, Kiros and Hinton 2016, eq. 3 and 4; `keras.layers.LayerNormalization`. As in Keras the axes of gamma are
    sorted as they were given, so that `axis=(-1, 1)` lays them out the other way round than `axis=(1, 2)`.
    """

    supports_masking = True

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: object = "zeros",
        gamma_initializer: object = "ones",
        **settings: Any,
    ) -> None:
        rms_scaling = bool(settings.pop("rms_scaling", False))
        center, scale = center and not rms_scaling, scale or rms_scaling
        super().__init__(epsilon, center, scale, beta_initializer, gamma_initializer, **settings)
        self.rms_scaling = rms_scaling
        self.axis = [axis] if isinstance(axis, int) else sorted(axis)
        if not self.axis:
            raise ValueError("LayerNormalization: expected axis as a whole number or several, got none.")

    def build(self, input_shape: Shape) -> None:
        rank = len(input_shape)
        shape = tuple(input_shape[a] if -rank <= a < rank else None for a in self.axis)
        known = tuple(n for n in shape if n is not None)
        if known != shape:
            raise self.bad_input(f"known axes {self.axis} to size gamma by", input_shape)
        self.features = known
        self.add_gamma_and_beta(known)

    def call(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Standardized]]:
        if max(max(self.axis) + 1, -min(self.axis)) > x.ndim or tuple(x.shape[a] for a in self.axis) != self.features:
            raise self.bad_input(f"lengths {self.features} (those of gamma) on axes {self.axis}", x.shape)
        wide = widened(x, self.dtype)
        result = standardize(wide, mean_over(self._axes(x.ndim)), self.epsilon)
        centred = wide if self.rms_scaling else result.centred
        return self.scale_and_shift(centred, result.inverse, self._parameter_shape(x.shape)), (centred, result)

    def vjp(self, dy: Array, cache: tuple[Array, Standardized], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """`standardize_vjp`; with rms_scaling dx = inverse * (dx_hat - (x - mean) * inverse * mean of dx_hat * x * inverse)."""
        centred, result = cache
        dx_hat, gradients = self.scale_and_shift_vjp(dy, centred, result.inverse, self._parameter_shape(dy.shape))
        if not self.rms_scaling:
            return narrowed(standardize_vjp(dx_hat, result), self.dtype), gradients
        slope = mean_over(self._axes(dy.ndim))(dx_hat * centred) * result.inverse * result.inverse
        return narrowed((dx_hat - result.centred * slope) * result.inverse, self.dtype), gradients

    def _axes(self, rank: int) -> tuple[int, ...]:
        return tuple(sorted(a % rank for a in self.axis))

    def _parameter_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """`shape` with 1 on every axis but those normalized along."""
        axes = self._axes(len(shape))
        return tuple(n if i in axes else 1 for i, n in enumerate(shape))
