"""Lion."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.optimizers.arithmetic import constant
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.settings import check_fraction


class Lion(Optimizer):
    """Steps of one size for all entries: only the sign of the gradient and of its mean counts.

    w -= rate sign(beta_1 m + (1 - beta_1) g);  m = beta_2 m + (1 - beta_2) g

    Args:
        learning_rate: step size; 3 to 10 times smaller than Adam's.
        beta_1: share of the mean in the direction, in (0, 1].
        beta_2: decay of the mean, in [0, 1].
        settings: those of all optimizers.

    Source: Chen et al. 2023, algorithm 2; `keras.optimizers.Lion`. The sign of 0 is 0.
    """

    slot_names = ("momentums",)

    def __init__(self, learning_rate: float = 0.001, beta_1: float = 0.9, beta_2: float = 0.99, **settings: Any) -> None:
        check_fraction("Lion", beta_1=beta_1, beta_2=beta_2)
        if beta_1 == 0:
            raise ValueError("Lion: expected beta_1 above 0, got 0, which leaves the sign of the gradient alone.")
        super().__init__(learning_rate, **settings)
        self.beta_1, self.beta_2 = beta_1, beta_2

    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        m = slots["momentums"]
        beta_1, beta_2 = constant(self.beta_1, variable), constant(self.beta_2, variable)
        direction = m * beta_1
        direction += gradient * (1 - beta_1)
        direction = namespace(variable).sign(direction)
        direction *= constant(self.learning_rate, variable)
        variable -= direction
        m *= beta_2
        m += gradient * (1 - beta_2)
