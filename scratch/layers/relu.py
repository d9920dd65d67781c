"""ReLU as a layer."""

from __future__ import annotations

from typing import Any

from scratch.activations.relu import relu
from scratch.differentiable import Array
from scratch.layers.layer import Layer


class ReLU(Layer):
    """y = max(x, 0), with a cap, a leak and a threshold if wanted.

    max_value where x >= max_value; x where threshold < x < max_value; negative_slope * (x - threshold) elsewhere.

    Args:
        max_value: largest y, at least 0; None for no limit.
        negative_slope: slope below the threshold, at least 0.
        threshold: where the slope changes, at least 0.

    Shapes:
        x  (batch, ...)
        y  like x

    Raises:
        ValueError: one of the three is negative, or one of the last two None.

    Source: `keras.layers.ReLU`. The derivative at the threshold is the one below it.
    """

    supports_masking = True

    def __init__(self, max_value: float | None = None, negative_slope: float = 0.0, threshold: float = 0.0, **settings: Any) -> None:
        super().__init__(**settings)
        self.max_value = max_value
        self.negative_slope = negative_slope
        self.threshold = threshold
        for name, value in self._settings.items():
            if value is None and name == "max_value":
                continue
            if value is None or value < 0:
                raise ValueError(f"ReLU: expected {name} as a number of at least 0, got {value!r}.")

    def call(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Array]]:
        y = relu(x, **self._settings)
        return y, (x, y)

    def vjp(self, dy: Array, cache: tuple[Array, Array], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        return relu.vjp(dy, *cache, **self._settings), {}

    @property
    def _settings(self) -> dict[str, Any]:
        return {"negative_slope": self.negative_slope, "max_value": self.max_value, "threshold": self.threshold}
