"""Adadelta."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.optimizers.arithmetic import constant
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.settings import check_fraction, check_not_negative


class Adadelta(Optimizer):
    """Steps in units of the last steps: the ratio of two running means makes up for the scale of the gradient.

    a = rho a + (1 - rho) g^2;  s = sqrt(b + epsilon) g / sqrt(a + epsilon)
    b = rho b + (1 - rho) s^2;  w -= rate s

    Args:
        learning_rate: factor of the step; 1.0 is the paper's.
        rho: decay of both means, in [0, 1].
        epsilon: added under both roots; it also is what gets the first steps going, since b starts at 0.
        settings: those of all optimizers.

    Source: Zeiler 2012, algorithm 1; `keras.optimizers.Adadelta`, with the learning rate the paper does without.
    """

    slot_names = ("accumulated_grads", "accumulated_delta_vars")

    def __init__(self, learning_rate: float = 0.001, rho: float = 0.95, epsilon: float = 1e-7, **settings: Any) -> None:
        check_fraction("Adadelta", rho=rho)
        check_not_negative("Adadelta", epsilon=epsilon)
        super().__init__(learning_rate, **settings)
        self.rho, self.epsilon = rho, epsilon

    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        xp = namespace(variable)
        a, b = slots["accumulated_grads"], slots["accumulated_delta_vars"]
        a *= self.rho
        a += gradient * gradient * (1 - self.rho)
        step = xp.sqrt(b + self.epsilon)
        step *= gradient
        step /= xp.sqrt(a + self.epsilon)
        b *= self.rho
        b += step * step * (1 - self.rho)
        step *= constant(self.learning_rate, variable)
        variable -= step
