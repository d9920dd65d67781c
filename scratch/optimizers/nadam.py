"""Nadam."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.optimizers.arithmetic import blend, constant
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.settings import check_fraction, check_not_negative

DECAY = 0.96  # of the paper's momentum schedule
DECAY_IN_FLOAT32 = 0.9599999785423279  # Keras casts the same constant through float32 in one of its two places


class Nadam(Optimizer):
    """Adam with Nesterov's look-ahead, and a momentum that grows to beta_1 over the first steps.

    u_t = beta_1 (1 - 0.96^t / 2);  U_t = U_(t-1) u_t
    m += (g - m) (1 - beta_1);  v += (g^2 - v) (1 - beta_2)
    n = u_(t+1) m / (1 - U_t u_(t+1)) + (1 - u_t) g / (1 - U_t)
    w -= rate n / (sqrt(v / (1 - beta_2^t)) + epsilon)

    Args:
        learning_rate: step size.
        beta_1, beta_2: decay of the mean of gradients and of their squares, in [0, 1); 1 is taken, as in Keras, and gives NaN.
        epsilon: added to the root of the *corrected* v, other than in Keras's Adam.
        settings: those of all optimizers.

    Source: Dozat 2015, algorithm 8, whose m decays by u_t and not by beta_1; `keras.optimizers.Nadam`.
    """

    slot_names = ("momentums", "velocities")

    def __init__(
        self, learning_rate: float = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-7, **settings: Any
    ) -> None:
        check_fraction("Nadam", beta_1=beta_1, beta_2=beta_2)
        check_not_negative("Nadam", epsilon=epsilon)
        super().__init__(learning_rate, **settings)
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon

    def initial_scalars(self, variable: Array) -> dict[str, Array]:
        return {"u_product": constant(1.0, variable)}

    def update_scalars(self, variable: Array) -> None:
        growth = 1 - 0.5 * constant(DECAY, variable) ** constant(self.iterations + 1, variable)
        self.scalars["u_product"] = self.scalars["u_product"] * self.beta_1 * growth

    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        m, v = slots["momentums"], slots["velocities"]
        blend(m, gradient, 1 - constant(self.beta_1, variable))
        blend(v, gradient * gradient, 1 - constant(self.beta_2, variable))
        step = self._ahead(gradient, m)
        step *= constant(self.learning_rate, variable)
        step /= self._divisor(v)
        variable -= step

    def _ahead(self, gradient: Array, m: Array) -> Array:
        """n, the mean gradient with its next momentum already applied."""
        u, u_next = self._momentum(0, m), self._momentum(1, m)
        product = constant(self.scalars["u_product"], m)
        ahead = m * u_next
        ahead /= 1 - product * u_next
        now = gradient * (1 - u)
        now /= 1 - product
        ahead += now
        return ahead

    def _divisor(self, v: Array) -> Array:
        divisor = v / (1 - constant(self.beta_2, v) ** constant(self.iterations + 1, v))
        divisor = namespace(v).sqrt(divisor)
        divisor += self.epsilon
        return divisor

    def _momentum(self, ahead: int, like: Array) -> Array:
        """u_t of this step, or of the one that is `ahead`."""
        t = constant(self.iterations + 1 + ahead, like)
        return constant(self.beta_1, like) * (1 - 0.5 * constant(DECAY_IN_FLOAT32, like) ** t)
