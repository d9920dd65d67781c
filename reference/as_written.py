"""Keras's optimizers, and its Adam with epsilon where the paper and nearly everybody have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ON_CORRECTED_ROOT = "epsilon_on_corrected_root"
"""A setting beside Keras's own: epsilon is added to sqrt(v_hat), where Keras adds it to sqrt(v)."""


def made_optimizer(keras: Any, name: str, settings: Mapping[str, Any]) -> Any:
    """`keras.optimizers.NAME` with these settings."""
    own = {setting: value for setting, value in settings.items() if setting != ON_CORRECTED_ROOT}
    kind = _with_epsilon_on_corrected_root(keras) if settings.get(ON_CORRECTED_ROOT) else getattr(keras.optimizers, name)
    return kind(**own)


def _with_epsilon_on_corrected_root(keras: Any) -> type:
    """alpha m / (sqrt(v) + epsilon sqrt(1 - beta_2^t)), which is lr m_hat / (sqrt(v_hat) + epsilon)."""

    class Adam(keras.optimizers.Adam):  # type: ignore[misc]  # its bases are known only once Keras is loaded
        @property
        def epsilon(self) -> Any:
            step = keras.ops.cast(self.iterations + 1, keras.config.floatx())
            return self._on_root * keras.ops.sqrt(1 - keras.ops.power(keras.ops.cast(self.beta_2, step.dtype), step))

        @epsilon.setter
        def epsilon(self, value: float) -> None:
            self._on_root = value

    return Adam
