"""FTRL-Proximal."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.optimizers.arithmetic import constant
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.settings import check_not_negative


class Ftrl(Optimizer):
    """Follow the regularized leader: the variable is computed anew from all gradients so far.

    n' = n + g^2;  z += g + 2 l2_shrinkage w - (n'^p - n^p) w / rate,  p = -learning_rate_power;  n = n'
    w = (clip(z, -l1, l1) - z) / (n^p / rate + beta / rate + 2 l2)

    What the variable was before the first step is all but forgotten: one step with a gradient of 0 makes it 0. With
    `initial_accumulator_value=0` and no regularization, that step is 0 / 0: NaN, as in Keras.

    Args:
        learning_rate: step size.
        learning_rate_power: -p, at most 0; 0 keeps the step size.
        initial_accumulator_value: where n starts, from 0 on.
        l1_regularization_strength, l2_regularization_strength: from 0 on.
        l2_shrinkage_regularization_strength: l2 of the loss itself, from 0 on.
        beta: the paper's.
        settings: those of all optimizers.

    Source: McMahan et al. 2013, algorithm 1, without an axis of its own for every power; `keras.optimizers.Ftrl`.
    """

    slot_names = ("accumulators", "linears")

    def __init__(
        self,
        learning_rate: float = 0.001,
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        l2_shrinkage_regularization_strength: float = 0.0,
        beta: float = 0.0,
        **settings: Any,
    ) -> None:
        if learning_rate_power > 0:
            raise ValueError(f"Ftrl: expected learning_rate_power at most 0, got {learning_rate_power!r}.")
        check_not_negative(
            "Ftrl",
            initial_accumulator_value=initial_accumulator_value,
            l1_regularization_strength=l1_regularization_strength,
            l2_regularization_strength=l2_regularization_strength,
            l2_shrinkage_regularization_strength=l2_shrinkage_regularization_strength,
        )
        super().__init__(learning_rate, **settings)
        self.learning_rate_power, self.initial_accumulator_value, self.beta = learning_rate_power, initial_accumulator_value, beta
        self.l1_regularization_strength = l1_regularization_strength
        self.l2_regularization_strength = l2_regularization_strength
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength

    def initial_slot(self, name: str, variable: Array) -> Array:
        return namespace(variable).full_like(variable, self.initial_accumulator_value if name == "accumulators" else 0.0)

    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        n, z = slots["accumulators"], slots["linears"]
        rate, power, l1 = constant(self.learning_rate, variable), -self.learning_rate_power, self.l1_regularization_strength
        pull = n**power
        n += gradient * gradient
        grown = n**power
        pull -= grown
        pull /= rate
        pull *= variable
        pull += gradient + variable * (2 * self.l2_shrinkage_regularization_strength)
        z += pull
        grown /= rate
        grown += 2 * (self.l2_regularization_strength + self.beta / (2 * rate))
        variable[...] = namespace(z).clip(z, -l1, l1)
        variable -= z
        variable /= grown
