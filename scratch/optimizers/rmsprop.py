"""RMSprop: plain, with momentum, centered."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.optimizers.arithmetic import constant
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.settings import check_fraction, check_not_negative


class RMSprop(Optimizer):
    """Steps divided by the root of a running mean of squared gradients.

    v = rho v + (1 - rho) g^2;  s = rate g / sqrt(v + epsilon);  w -= s
    centered:      c = rho c + (1 - rho) g, and v - c^2 + epsilon under the root
    momentum > 0:  m = momentum m + s;  w -= m

    Args:
        learning_rate: step size.
        rho: decay of the means, in [0, 1].
        momentum: share of the last step that goes on, in [0, 1]. Keras takes any number and ignores negative ones.
        epsilon: added *under* the root, inside which it counts as a squared gradient; PyTorch adds it to the root.
        centered: divide by the standard deviation of the gradient. As in Keras, nothing keeps rounding from making
            v - c^2 negative: some 130 equal gradients in a row can give NaN in float32.
        settings: those of all optimizers.

    Source: Hinton 2012, lecture 6e; centered: Graves 2013, eqs. 38-40; `keras.optimizers.RMSprop`.
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
        **settings: Any,
    ) -> None:
        check_fraction("RMSprop", rho=rho, momentum=momentum)
        check_not_negative("RMSprop", epsilon=epsilon)
        super().__init__(learning_rate, **settings)
        self.rho, self.momentum, self.epsilon, self.centered = rho, momentum, epsilon, centered
        self.slot_names = ("velocities", *(["momentums"] if momentum else []), *(["average_gradients"] if centered else []))

    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        v = slots["velocities"]
        v *= self.rho
        v += gradient * gradient * (1 - self.rho)
        spread = self._variance(gradient, v, slots) if self.centered else v
        root = namespace(v).sqrt(spread + self.epsilon)
        step = gradient * constant(self.learning_rate, variable)
        step /= root
        if self.momentum:
            m = slots["momentums"]
            m *= self.momentum
            m += step
            step = m
        variable -= step

    def _variance(self, gradient: Array, v: Array, slots: dict[str, Array]) -> Array:
        c = slots["average_gradients"]
        c *= self.rho
        c += gradient * (1 - self.rho)
        square = c * c
        return v - square
