"""Adagrad."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.optimizers.arithmetic import constant
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.settings import check_not_negative


class Adagrad(Optimizer):
    """Steps that shrink, entry by entry, with all gradients seen so far.

    a += g^2;  w -= rate g / sqrt(a + epsilon)

    Args:
        learning_rate: step size; 1.0 is the paper's.
        initial_accumulator_value: where a starts, from 0 on.
        epsilon: added *under* the root; PyTorch adds it to the root.
        settings: those of all optimizers.

    Source: Duchi et al. 2011, the diagonal variant of figure 1; `keras.optimizers.Adagrad`, which starts a at 0.1
    where the paper and PyTorch start at 0.
    """

    slot_names = ("accumulators",)

    def __init__(
        self, learning_rate: float = 0.001, initial_accumulator_value: float = 0.1, epsilon: float = 1e-7, **settings: Any
    ) -> None:
        check_not_negative("Adagrad", initial_accumulator_value=initial_accumulator_value, epsilon=epsilon)
        super().__init__(learning_rate, **settings)
        self.initial_accumulator_value, self.epsilon = initial_accumulator_value, epsilon

    def initial_slot(self, name: str, variable: Array) -> Array:
        return namespace(variable).full_like(variable, self.initial_accumulator_value)

    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        a = slots["accumulators"]
        a += gradient * gradient
        root = namespace(a).sqrt(a + self.epsilon)
        step = gradient * constant(self.learning_rate, variable)
        step /= root
        variable -= step
