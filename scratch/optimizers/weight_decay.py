"""Decoupled weight decay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scratch.differentiable import Array
from scratch.optimizers.arithmetic import constant


class WeightDecay:
    """w -= w rate learning_rate, before an optimizer's own update and apart from the gradient.

    Args:
        who: the optimizer, for error messages.
        rate: None for no decay.

    Source: Loshchilov and Hutter 2019, algorithm 2; `weight_decay` of `keras.optimizers.Optimizer`.
    """

    def __init__(self, who: str, rate: float | None) -> None:
        self.who, self.rate = who, rate
        self.names: Sequence[str] | None = None
        self._arrays: list[Array] = []
        self._patterns: list[str] = []

    @property
    def excludes(self) -> bool:
        """True where some variables are left out."""
        return bool(self._arrays or self._patterns)

    def exclude(self, arrays: Iterable[Array] | None, patterns: Iterable[str] | None) -> None:
        """Leave out these arrays, and the variables whose name has one of these patterns in it."""
        self._arrays, self._patterns = list(arrays or ()), list(patterns or ())

    def apply(self, variables: Sequence[Array], learning_rate: float) -> None:
        """Shrink the variables in place.

        Raises:
            ValueError: variables are to be left out by name, and no names are known.
        """
        if self.rate is None:
            return
        if self._patterns and self.names is None:
            raise ValueError(
                f"{self.who}: expected names of the variables (for var_names={self._patterns}), got arrays, which have none; "
                "call build(variables, names) first, or exclude the arrays themselves by var_list."
            )
        for number, variable in enumerate(variables):
            if not self._left_out(number, variable):
                variable -= variable * constant(self.rate, variable) * constant(learning_rate, variable)

    def _left_out(self, number: int, variable: Array) -> bool:
        name = self.names[number] if self.names else ""
        return any(variable is array for array in self._arrays) or any(re.search(pattern, name) for pattern in self._patterns)
