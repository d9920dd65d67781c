"""AdamW."""

from __future__ import annotations

from typing import Any

from scratch.optimizers.adam import Adam


class AdamW(Adam):
    """Adam with decoupled weight decay.

    w -= rate weight_decay w, then Adam's update.

    Args:
        learning_rate: step size.
        weight_decay: fraction of a variable taken off at each update, times the learning rate; a number.
        beta_1, beta_2, epsilon, amsgrad: as for Adam.
        settings: those of all optimizers.

    Source: Loshchilov and Hutter 2019, algorithm 2; `keras.optimizers.AdamW`, which differs from its Adam in the
    default of `weight_decay` alone. The gradient is taken at the variable before the decay.
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        **settings: Any,
    ) -> None:
        if weight_decay is None:
            raise ValueError("AdamW: expected weight_decay as a number, got None; Adam is AdamW without decay.")
        super().__init__(learning_rate, beta_1, beta_2, epsilon, amsgrad, weight_decay=weight_decay, **settings)
