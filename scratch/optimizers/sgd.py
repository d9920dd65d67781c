"""Gradient descent, with momentum, also Nesterov's."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array
from scratch.optimizers.arithmetic import constant
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.settings import check_fraction


class SGD(Optimizer):
    """Gradient descent on whatever batch the gradient came from.

    momentum = 0:  w -= rate g
    otherwise:     m = momentum m - rate g;  w += m,  or for Nesterov  w += momentum m - rate g

    Args:
        learning_rate: step size.
        momentum: share of the last step that goes on, in [0, 1].
        nesterov: look ahead: the gradient's step is taken on top of the momentum's next one.
        settings: those of all optimizers.

    Source: Sutskever et al. 2013, eqs. 3-4, Nesterov in the form shifted to the look-ahead point;
    `keras.optimizers.SGD`. The rate is inside the velocity: PyTorch has it outside, which differs when it changes.
    """

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.0, nesterov: bool = False, **settings: Any) -> None:
        check_fraction("SGD", momentum=momentum)
        super().__init__(learning_rate, **settings)
        self.momentum, self.nesterov = momentum, nesterov
        self.slot_names = ("momentums",) if momentum else ()

    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        step = gradient * constant(self.learning_rate, variable)
        if not self.momentum:
            variable -= step
            return
        m = slots["momentums"]
        m *= self.momentum
        m -= step
        variable += m * self.momentum - step if self.nesterov else m
