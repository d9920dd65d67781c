"""What the normalizations with gamma and beta have in common."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer
from scratch.layers.precision import narrowed, sum_over, widened


class ScaleAndShift(Layer):
    """A layer that ends in y = gamma * x_hat + beta.

    In float16 everything is computed in float32 and only the results are rounded, as in Keras.

    Args:
        epsilon: added to the variance, above 0 if it can be 0.
        center: False leaves `beta` out.
        scale: False leaves `gamma` out.
        beta_initializer, gamma_initializer: initial values.
    """

    def __init__(
        self, epsilon: float, center: bool, scale: bool, beta_initializer: object, gamma_initializer: object, **settings: Any
    ) -> None:
        super().__init__(**settings)
        self.epsilon = float(epsilon)
        self.center = center
        self.scale = scale
        self.beta_initializer = beta_initializer
        self.gamma_initializer = gamma_initializer

    def add_gamma_and_beta(self, shape: tuple[int, ...]) -> None:
        """Make the two parameters."""
        if self.scale:
            self.add_weight("gamma", shape, self.gamma_initializer)
        if self.center:
            self.add_weight("beta", shape, self.beta_initializer)

    def scale_and_shift(self, centred: Array, inverse: Array, shape: tuple[int, ...]) -> Array:
        """y in the dtype of the layer, x_hat being centred * inverse; `shape` is that of gamma laid along the axes of x."""
        y = centred * (inverse * self._parameter("gamma", shape) if self.scale else inverse)
        return narrowed(y + self._parameter("beta", shape) if self.center else y, self.dtype)

    def scale_and_shift_vjp(
        self, dy: Array, centred: Array, inverse: Array, shape: tuple[int, ...], *, by_given: bool = False
    ) -> tuple[Array, dict[str, Array]]:
        """dx_hat = dy * gamma; dgamma = sum of dy * x_hat and dbeta = sum of dy over the axes that the two lack.

        Args:
            dy: upstream gradient.
            centred, inverse: x_hat = centred * inverse.
            shape: of gamma and beta beside x.
            by_given: by moments that are not those of x, so that x_hat is not bounded, and may overflow where dy is 0.
        """
        dy = widened(dy, self.dtype)
        axes = tuple(i for i, n in enumerate(shape) if n == 1)
        gradients = {}
        if self.scale:
            total = sum_over(dy * centred, axes) * inverse if by_given else sum_over(dy * (centred * inverse), axes)
            gradients["gamma"] = self._flat("gamma", total)
        if self.center:
            gradients["beta"] = self._flat("beta", sum_over(dy, axes))
        return (dy * self._parameter("gamma", shape) if self.scale else dy), gradients

    def _flat(self, name: str, gradient: Array) -> Array:
        return namespace(gradient).reshape(gradient, self.params[name].shape)

    def _parameter(self, name: str, shape: tuple[int, ...]) -> Array:
        value = self.params[name]
        return widened(namespace(value).reshape(value, shape), self.dtype)
