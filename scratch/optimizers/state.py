"""What an optimizer remembers between calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.arrays import aligned_zeros_like
from scratch.differentiable import Array, namespace
from scratch.optimizers.arithmetic import constant

AVERAGE, ACCUMULATOR = "model_variables_moving_average", "accumulated_gradients"
FLUSH_EVERY = 32  # calls; more often costs more than it saves


class OptimizerState:
    """The state of an optimizer: how many calls, and arrays beside every variable.

    Attributes:
        steps: finished calls of `apply`.
        slots: for each variable, its arrays by the name of Keras's attribute without the underscore.
        scalars: numbers for all variables together, by the same rule.
    """

    slot_names: tuple[str, ...] = ()
    name: str
    use_ema: bool
    ema_momentum: float
    ema_overwrite_frequency: int | None
    gradient_accumulation_steps: int | None

    def __init__(self) -> None:
        self.steps = 0
        self.slots: list[dict[str, Array]] = []
        self.scalars: dict[str, Array] = {}
        self.variables_built: list[Array] = []
        self._workspaces: dict[Any, tuple[Array, Array]] = {}

    def initial_slot(self, name: str, variable: Array) -> Array:
        """Where slot `name` starts: zeros unless overridden."""
        return aligned_zeros_like(variable)

    def workspaces(self, variable: Array) -> tuple[Array, Array]:
        """Two arrays like `variable` to compute in, the same ones at every step."""
        key = variable.shape, variable.dtype
        if key not in self._workspaces:
            self._workspaces[key] = aligned_zeros_like(variable), aligned_zeros_like(variable)
        return self._workspaces[key]

    def initial_scalars(self, variable: Array) -> dict[str, Array]:
        """State that is one number for all variables, in the dtype of the first; none unless overridden."""
        return {}

    @property
    def iterations(self) -> int:
        """Number of finished updates, as the rules count them."""
        return self.steps // (self.gradient_accumulation_steps or 1)

    @iterations.setter
    def iterations(self, value: int) -> None:
        self.steps = value * (self.gradient_accumulation_steps or 1)

    def build(self, variables: Sequence[Array]) -> None:
        """Make the slots for `variables`, unless they are there already.

        Raises:
            ValueError: updates of other variables were made already.
        """
        if len(variables) == len(self.variables_built) and all(a is b for a, b in zip(variables, self.variables_built)):
            return
        kinds, built = [(v.shape, v.dtype) for v in variables], [(v.shape, v.dtype) for v in self.variables_built]
        if built and self.steps and kinds != built:
            raise ValueError(f"{self.name}: expected variables like those it started with, {built}, got {kinds}; make a new optimizer.")
        if kinds != built:
            self.slots = [self._initial_slots(v) for v in variables]
            self.scalars = self.initial_scalars(variables[0])
        self.variables_built = list(variables)

    def finalize_variable_values(self, var_list: Sequence[Array]) -> None:
        """Put the moving averages into the variables, if there are any: the end of training with `use_ema`."""
        if self.use_ema:
            for variable, slots in zip(var_list, self.slots, strict=True):
                variable[...] = slots[AVERAGE]

    def _initial_slots(self, variable: Array) -> dict[str, Array]:
        shared = [AVERAGE] * self.use_ema + [ACCUMULATOR] * bool(self.gradient_accumulation_steps)
        slots = {name: namespace(variable).zeros_like(variable) for name in shared}
        return slots | {name: self.initial_slot(name, variable) for name in self.slot_names}

    def _collected(self, gradients: Sequence[Array]) -> Sequence[Array] | None:
        """The mean of the gradients of several calls in the last of them, None in the others."""
        count = self.gradient_accumulation_steps
        if count is None:
            return gradients
        sums = [slots[ACCUMULATOR] for slots in self.slots]
        if (self.steps + 1) % count:
            for total, gradient in zip(sums, gradients):
                total += gradient
            return None
        means = [(gradient + total) / count for total, gradient in zip(sums, gradients)]
        for total in sums:
            total[...] = 0
        return means

    def _flush_denormals(self) -> None:
        """Turn the slots' entries that are too small to be normal numbers into 0; now and then is enough.

        A mean whose gradients have stopped decays to such a number and stays one: x 0.9 rounds back to it. Processors
        take some 50 times as long over them. TensorFlow makes them 0 at once, so this also keeps closer to Keras.
        """
        if self.steps % FLUSH_EVERY:
            return
        for slot in [slot for slots in self.slots for slot in slots.values()]:
            xp = namespace(slot)
            limits = xp.finfo(slot.dtype)
            if limits.bits > 16:  # float16 is computed in float32, where its small numbers are normal
                slot[...] = xp.where(xp.abs(slot) < limits.smallest_normal, 0.0, slot)

    def _update_averages(self) -> None:
        """average = momentum average + (1 - momentum) variable; the first average is the variable itself."""
        for variable, slots in zip(self.variables_built, self.slots):
            momentum = constant(self.ema_momentum if self.iterations else 0.0, variable)
            average = slots[AVERAGE]
            average *= momentum
            average += variable * (1 - momentum)
        if self.ema_overwrite_frequency and (self.iterations + 1) % self.ema_overwrite_frequency == 0:
            self.finalize_variable_values(self.variables_built)
