"""A pair: one part of scratch, its Keras counterpart, and what is known about both."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from hypothesis import strategies as st

from comparisons.pairs.case import Case, Values

Outcome = dict[str, np.ndarray]
"""What a part computes on a case: `output`, `gradient of NAME` for every input, `state NAME` after a training step."""

BATCHES = (1, 2, 3, 4, 5, 17)
WIDTHS = (1, 2, 3, 4, 5, 7)


@dataclass(frozen=True)
class Pair(ABC):
    """One line of the registry.

    Args:
        name: the part, as scratch and Keras both call it.
        settings: for every argument that is varied, its values; the first is the default.
        skips: checks that do not apply, with the reason.
        fails: checks that are known to fail, with the reason; one that passes after all is an error.
        dtypes: floating types that Keras supports the part in.
        kinks: values of x where the derivative jumps; the directional derivative keeps away from them.
    """

    name: str
    settings: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    skips: Mapping[str, str] = field(default_factory=dict)
    fails: Mapping[str, str] = field(default_factory=dict)
    dtypes: tuple[str, ...] = ("float64", "float32", "float16")
    kinks: tuple[float, ...] = ()

    differentiable: ClassVar[bool] = True  # False where there are no gradients to compare

    @property
    @abstractmethod
    def kind(self) -> str:
        """`'activation'`, `'loss'`, `'layer'`, ..."""

    @property
    @abstractmethod
    def reference_name(self) -> str:
        """Where Keras has it, such as `keras.activations.relu`."""

    @abstractmethod
    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        """The example of these numbers."""

    @abstractmethod
    def candidate(self, case: Case) -> Outcome:
        """What scratch computes."""

    @abstractmethod
    def reference(self, case: Case) -> Outcome:
        """What Keras computes."""

    def one_sample(self, case: Case, row: int) -> Case | None:
        """The same example with one sample only; None where the output is not made of independent rows."""
        name, x = next(iter(case.inputs.items()))
        return case.with_inputs(**{name: x[row : row + 1]})

    def sizes(self) -> st.SearchStrategy[tuple[int, ...]]:
        """Sizes of an example: (batch, width) unless overridden."""
        return st.tuples(st.sampled_from(BATCHES), st.sampled_from(WIDTHS))

    def cases(self, dtype: str) -> st.SearchStrategy[Case]:
        """Examples; sizes shrink first, then settings, then the values to round ones."""
        settings = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in self.settings.items()})
        values = st.builds(Values, st.integers(0, 2**16), st.integers(0, 4), st.integers(0, 3))
        return st.builds(self.make_case, settings, self.sizes(), values, st.just(dtype), st.booleans())

    def specimen(self, dtype: str, settings: Mapping[str, Any], training: bool = False) -> Case:
        """A richer example with different sizes everywhere, where patterns show."""
        return self.make_case(settings, self.specimen_sizes(), Values(seed=7, decimals=2), dtype, training)

    def specimen_sizes(self) -> tuple[int, ...]:
        """Sizes of the specimen."""
        return (4, 3)
