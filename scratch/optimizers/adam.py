"""Adam."""

from __future__ import annotations

from typing import Any

from scratch.arrays import into
from scratch.differentiable import Array, namespace
from scratch.optimizers.arithmetic import constant
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.settings import check_fraction, check_not_negative


class Adam(Optimizer):
    """Adaptive moments.

    m += (g - m) (1 - beta_1);  v += (g^2 - v) (1 - beta_2)
    w -= alpha m / (sqrt(v) + epsilon),  alpha = rate sqrt(1 - beta_2^t) / (1 - beta_1^t)

    Args:
        learning_rate: step size.
        beta_1, beta_2: decay of the mean of gradients and of their squares, in [0, 1); 1 is taken, as in Keras, and gives NaN.
        epsilon: added to the root of the *uncorrected* v (section 2 of the paper, "epsilon hat"); PyTorch adds
            it to the corrected root.
        amsgrad: divide by the root of the largest v so far.
        settings: those of all optimizers.

    Source: Kingma and Ba 2014, the variant at the end of section 2; amsgrad: Reddi et al. 2018, which corrects no bias;
    `keras.optimizers.Adam`.
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        **settings: Any,
    ) -> None:
        check_fraction(type(self).__name__, beta_1=beta_1, beta_2=beta_2)
        check_not_negative(type(self).__name__, epsilon=epsilon)
        super().__init__(learning_rate, **settings)
        self.beta_1, self.beta_2, self.epsilon, self.amsgrad = beta_1, beta_2, epsilon, amsgrad
        self.slot_names = ("momentums", "velocities", "velocity_hats") if amsgrad else ("momentums", "velocities")

    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        xp = namespace(variable)
        m, v = slots["momentums"], slots["velocities"]
        step, divisor = self.workspaces(variable)
        into(step, xp.subtract, gradient, m)
        step *= 1 - self.beta_1
        m += step
        into(step, xp.multiply, gradient, gradient)
        step -= v
        step *= 1 - self.beta_2
        v += step
        if self.amsgrad:
            v = into(slots["velocity_hats"], xp.maximum, slots["velocity_hats"], v)
        into(divisor, xp.sqrt, v)
        divisor += self.epsilon
        into(step, xp.multiply, m, self._alpha(variable))
        step /= divisor
        variable -= step

    def _alpha(self, variable: Array) -> Array:
        """The step size with both bias corrections, in the dtype of the variable."""
        t = constant(self.iterations + 1, variable)
        correction_1 = 1 - constant(self.beta_1, variable) ** t
        correction_2 = 1 - constant(self.beta_2, variable) ** t
        return constant(self.learning_rate, variable) * namespace(variable).sqrt(correction_2) / correction_1
