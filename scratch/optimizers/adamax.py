"""Adamax."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.optimizers.arithmetic import blend, constant
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.settings import check_fraction, check_not_negative


class Adamax(Optimizer):
    """Adam with the largest gradient in the place of the mean square.

    m += (g - m) (1 - beta_1);  u = max(beta_2 u, |g|);  w -= rate m / ((1 - beta_1^t) (u + epsilon))

    Args:
        learning_rate: step size.
        beta_1: decay of the mean of gradients, in [0, 1); 1 is taken, as in Keras, and gives NaN.
        beta_2: decay of the largest gradient, in [0, 1].
        epsilon: keeps the divisor above 0.
        settings: those of all optimizers.

    Source: Kingma and Ba 2014, algorithm 2, which has no epsilon; `keras.optimizers.Adamax`.
    """

    slot_names = ("m", "u")

    def __init__(
        self, learning_rate: float = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-7, **settings: Any
    ) -> None:
        check_fraction("Adamax", beta_1=beta_1, beta_2=beta_2)
        check_not_negative("Adamax", epsilon=epsilon)
        super().__init__(learning_rate, **settings)
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon

    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        xp = namespace(variable)
        m, u = slots["m"], slots["u"]
        blend(m, gradient, 1 - self.beta_1)
        u *= self.beta_2
        u[...] = xp.maximum(u, xp.abs(gradient))
        divisor = u + self.epsilon
        divisor *= 1 - constant(self.beta_1, variable) ** constant(self.iterations + 1, variable)
        step = m * constant(self.learning_rate, variable)
        step /= divisor
        variable -= step
