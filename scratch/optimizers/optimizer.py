"""What every optimizer has: hyperparameters, slots, and the one `apply`."""
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import final

from scratch.differentiable import Array, namespace
from scratch.lookup import snake_case


class Optimizer(ABC):
    """Base class of the optimizers.

    A subclass names its slots in `slot_names` and writes `update_step`, which changes one variable and its slots in
    place. Every update is elementwise, so a model hands in one flat array that all its weights are views of.

    Args:
        learning_rate: step size, or a schedule: a callable from the number of finished steps to the step size.
        weight_decay: fraction of a variable taken off before each update, times the learning rate; None for none.
        clipnorm: largest Euclidean norm of each variable's gradient.
        clipvalue: largest magnitude of a gradient's entries.
        global_clipnorm: largest Euclidean norm of all gradients together.
        name: how results call it.

    Source: `keras.optimizers.Optimizer`.
    """

    slot_names: tuple[str, ...] = ()

    def __init__(
        self,
        learning_rate: float,
        *,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        name: str | None = None,
    ) -> None:
        if sum(limit is not None for limit in (clipnorm, clipvalue, global_clipnorm)) > 1:
            raise ValueError(f"{type(self).__name__}: expected at most one of clipnorm, clipvalue, global_clipnorm, got several.")
        self._learning_rate = learning_rate
        self.weight_decay = weight_decay
        self.clipnorm, self.clipvalue, self.global_clipnorm = clipnorm, clipvalue, global_clipnorm
        self.name = name or snake_case(type(self).__name__)
        self.iterations = 0
        self.slots: list[dict[str, Array]] = []

    @property
    def learning_rate(self) -> float:
        """The step size of the next update."""
        return self._learning_rate(self.iterations) if callable(self._learning_rate) else self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self._learning_rate = value

    def build(self, variables: Sequence[Array]) -> None:
        """Make the slots for `variables`, unless they are there already."""
        if len(self.slots) != len(variables):
            self.slots = [{name: self.initial_slot(name, v) for name in self.slot_names} for v in variables]

    def initial_slot(self, name: str, variable: Array) -> Array:
        """Where slot `name` starts: zeros unless overridden."""
        return namespace(variable).zeros_like(variable)

    @final
    def apply(self, gradients: Sequence[Array], variables: Sequence[Array]) -> None:
        """One update of all `variables`, in place, by their `gradients`, which stay as they are."""
        self.build(variables)
        gradients = self._clipped(gradients)
        for variable, gradient, slots in zip(variables, gradients, self.slots, strict=True):
            if self.weight_decay is not None:
                variable -= variable * constant(self.weight_decay, variable) * constant(self.learning_rate, variable)
            self.update_step(gradient, variable, slots)
        self.iterations += 1

    @abstractmethod
    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        """Change `variable` and `slots` in place; `self.iterations` steps are finished before this one."""

    @property
    def needs_separate_gradients(self) -> bool:
        """True where a rule looks at each variable as a whole, so that one flat array will not do."""
        return self.clipnorm is not None

    def _clipped(self, gradients: Sequence[Array]) -> Sequence[Array]:
        if self.clipnorm is not None:
            return [_scaled_to(g, _norm([g]), self.clipnorm) for g in gradients]
        if self.global_clipnorm is not None:
            norm = _norm(gradients)
            return [_scaled_to(g, norm, self.global_clipnorm) for g in gradients]
        if self.clipvalue is not None:
            return [namespace(g).clip(g, -self.clipvalue, self.clipvalue) for g in gradients]
        return gradients


def constant(value: float, like: Array) -> Array:
    """`value` as a scalar of the dtype of `like`: bias corrections are computed in the working dtype, as in Keras."""
    return namespace(like).asarray(value, dtype=like.dtype)


def _norm(gradients: Sequence[Array]) -> Array:
    xp = namespace(gradients[0])
    return xp.sqrt(sum(xp.sum(g * g) for g in gradients))


def _scaled_to(gradient: Array, norm: Array, limit: float) -> Array:
    return gradient * (limit / norm) if norm > limit else gradient
