"""What every optimizer has: hyperparameters, and the one `apply`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, final

import numpy as np

from scratch.configurable import Configurable, Made
from scratch.differentiable import Array, namespace
from scratch.lookup import snake_case
from scratch.optimizers.clipping import clipped
from scratch.optimizers.schedules import LearningRateSchedule
from scratch.optimizers.settings import check_count, check_fraction, check_limits, check_rate, reject_unknown, setting_names
from scratch.optimizers.state import OptimizerState
from scratch.optimizers.weight_decay import WeightDecay


class Optimizer(OptimizerState, Configurable, ABC):
    """Base class of the optimizers.

    A subclass names its slots in `slot_names` and writes `update_step`, which changes one variable and its slots in
    place. Every update is elementwise, so a model hands in one flat array that all its weights are views of.

    Args:
        learning_rate: step size: a number, a schedule, or another callable that is asked without arguments.
        weight_decay: fraction of a variable taken off before each update, times the learning rate; None for none.
        clipnorm: largest Euclidean norm of each variable's gradient, above 0.
        clipvalue: largest magnitude of a gradient's entries, above 0.
        global_clipnorm: largest Euclidean norm of all gradients together, above 0.
        use_ema: keep a moving average of the variables, average = ema_momentum average + (1 - ema_momentum) variable.
        ema_momentum: in [0, 1].
        ema_overwrite_frequency: after that many updates the variables become their averages; None leaves that to
            `finalize_variable_values`, at the end of training.
        gradient_accumulation_steps: update once in that many calls (from 2 on), by the mean of their gradients.
        name: how results call it.

    Raises:
        ValueError: a setting is unknown or out of its range.

    Source: `keras.optimizers.Optimizer`. Not here: `loss_scale_factor`, which is for training in float16.
    """

    def __init__(
        self,
        learning_rate: float | Callable[..., float],
        *,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
        **unknown: Any,
    ) -> None:
        super().__init__()
        who = type(self).__name__
        reject_unknown(type(self), unknown)
        check_rate(who, learning_rate)
        check_limits(who, clipnorm=clipnorm, clipvalue=clipvalue, global_clipnorm=global_clipnorm)
        check_fraction(who, ema_momentum=ema_momentum)
        check_count(who, 1, ema_overwrite_frequency=ema_overwrite_frequency)
        check_count(who, 2, gradient_accumulation_steps=gradient_accumulation_steps)
        self._learning_rate = learning_rate
        self._weight_decay = WeightDecay(who, weight_decay)
        self.clipnorm, self.clipvalue, self.global_clipnorm = clipnorm, clipvalue, global_clipnorm
        self.use_ema, self.ema_momentum, self.ema_overwrite_frequency = use_ema, ema_momentum, ema_overwrite_frequency
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self.name = name or snake_case(who)

    @abstractmethod
    def update_step(self, gradient: Array, variable: Array, slots: dict[str, Array]) -> None:
        """Change `variable` and `slots` in place; `self.iterations` updates are finished before this one."""

    def update_scalars(self, variable: Array) -> None:
        """Change `scalars`, once before the variables of an update; nothing unless overridden."""
        return

    @property
    def learning_rate(self) -> float:
        """The step size of the next update. Schedules go by calls of `apply`, also those that only accumulate."""
        rate = self._learning_rate
        if isinstance(rate, LearningRateSchedule):
            return rate(self.steps)
        return rate() if callable(rate) else rate

    @learning_rate.setter
    def learning_rate(self, value: float | Callable[..., float]) -> None:
        if isinstance(self._learning_rate, LearningRateSchedule) and not callable(value):
            raise ValueError(f"{self.name}: expected no rate beside the schedule it was made with, got {value!r}; start with a number.")
        check_rate(type(self).__name__, value)
        self._learning_rate = value

    @property
    def weight_decay(self) -> float | None:
        """Fraction of a variable taken off before each update, times the learning rate."""
        return self._weight_decay.rate

    def exclude_from_weight_decay(self, var_list: Iterable[Array] | None = None, var_names: Iterable[str] | None = None) -> None:
        """Leave some variables out of weight decay; to be called before the first `apply`.

        Args:
            var_list: the very arrays.
            var_names: patterns found in a name that `build` was given; `['bias']` leaves out all biases.
        """
        self._weight_decay.exclude(var_list, var_names)

    @property
    def needs_separate_gradients(self) -> bool:
        """True where a rule looks at each variable as a whole, so that one flat array will not do."""
        return self.clipnorm is not None or self._weight_decay.excludes

    def build(self, variables: Sequence[Array], names: Sequence[str] | None = None) -> None:
        """Make the slots for `variables`, unless they are there already.

        Args:
            variables: the arrays that `apply` will change.
            names: what they are called, for `exclude_from_weight_decay(var_names=...)`.

        Raises:
            ValueError: updates of other variables were made already.
        """
        super().build(variables)
        self._weight_decay.names = names or self._weight_decay.names

    @final
    def apply(self, gradients: Sequence[Array], variables: Sequence[Array] | None = None) -> None:
        """One update of all `variables`, in place, by their `gradients`, which stay as they are.

        Args:
            gradients: one for each variable, of its shape.
            variables: arrays; those given to `build` if left out.

        Raises:
            ValueError: gradients and variables do not fit together.
        """
        self.build(self.variables_built if variables is None else variables)
        given, wanted = [getattr(g, "shape", None) for g in gradients], [v.shape for v in self.variables_built]
        if not wanted or given != wanted:
            raise ValueError(f"{self.name}: expected gradients of the shapes of the variables, {wanted}, got {given}.")
        with np.errstate(all="ignore"):  # what overflows turns into inf or NaN without a word, as in Keras
            ready = self._collected(gradients)
            if ready is not None:
                self._update(clipped(ready, clipnorm=self.clipnorm, clipvalue=self.clipvalue, global_clipnorm=self.global_clipnorm))
            if self.use_ema:
                self._update_averages()
            self._flush_denormals()
        self.steps += 1

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Array, Array]]) -> int:
        """`apply` for (gradient, variable) pairs. Returns the number of calls so far, as Keras does."""
        gradients, variables = zip(*grads_and_vars)
        self.apply(gradients, variables)
        return self.steps

    @classmethod
    def config_names(cls) -> list[str]:
        return setting_names(cls)

    def config_value(self, name: str) -> Any:
        """The setting of that name; of the learning rate, what it was made with, not what it is now."""
        return self._learning_rate if name == "learning_rate" else super().config_value(name)

    @classmethod
    def from_config(cls: type[Made], config: Mapping[str, Any]) -> Made:
        """The optimizer of these settings, without any state."""
        return super().from_config({name: value for name, value in config.items() if name != "loss_scale_factor" or value is not None})

    def _update(self, gradients: Sequence[Array]) -> None:
        self._weight_decay.apply(self.variables_built, self.learning_rate)
        self.update_scalars(self.variables_built[0])
        for variable, gradient, slots in zip(self.variables_built, gradients, self.slots):
            same = gradient.dtype == variable.dtype
            self.update_step(gradient if same else namespace(gradient).astype(gradient, variable.dtype), variable, slots)
