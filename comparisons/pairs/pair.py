"""A pair: one part of scratch, its Keras counterpart, and what is known about both."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

import numpy as np

from comparisons.pairs import strategies as st
from comparisons.pairs.case import Case, Values

Outcome = dict[str, np.ndarray]
"""What a part computes on a case: `output`, `gradient of NAME` for every input, `state NAME` after a training step."""

BATCHES = (1, 2, 3, 4, 5, 17)
WIDTHS = (1, 2, 3, 4, 5, 7)
CLOSE = 8  # units in the last place that is close to a kink: sums of it and 3 still tell it apart

Noise = Mapping[str, tuple[np.ndarray, float]]
"""By quantity: how far rounding moves each element, and the size of what meets inside the operation."""
SIZES = ("units", "filters", "output_dim")  # settings that shrink to 1, which hides patterns too


class NotRecordedError(Exception):
    """What Keras says was recorded, and this is not among it."""


@dataclass(frozen=True)
class Pair(ABC):
    """One line of the registry.

    Args:
        name: the part, as scratch and Keras both call it.
        settings: for every argument that is varied, its values; the first is what is usual, and what examples shrink to.
        skips: checks that do not apply, with the reason.
        fails: checks that are known to fail, with the reason; one that passes after all is an error.
        keras_faults: checks in which Keras is known to be wrong, with what it does: the third opinion has to find it so.
            One that it does not find any more is an error.
        keras_quirks: what else Keras is known to do wrong, too rarely to be found every time.
        keras_on_nothing: what Keras does wrong with an empty batch, on some processors or sometimes: a batch of one says what is right.
        dtypes: floating types that Keras supports the part in.
        kinks: values of x where the derivative jumps and a convention decides.
        refused: settings that both sides refuse.
        meets: size of numbers that meet inside the operation without showing in its result, such as the 1 in exp(x) - 1
            near x = 0; honest code rounds at that size.
        adds: how many numbers are added up to one, where they are many.
        exact: the outcome by a formula of its own, for where Keras computed in float64 is no better.
        domain: what x may hold.
        shares: results may be views of the input.
        samples_meet: why no sample's output can be had without the others; empty if it can.
        lacks: arguments that the Keras installed does not have yet.
    """

    name: str
    settings: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    skips: Mapping[str, str] = field(default_factory=dict)
    fails: Mapping[str, str] = field(default_factory=dict)
    dtypes: tuple[str, ...] = ("float64", "float32", "float16")
    kinks: tuple[float, ...] = ()
    keras_faults: Mapping[str, str] = field(default_factory=dict)
    keras_quirks: tuple[str, ...] = ()
    keras_on_nothing: str = ""
    refused: tuple[Mapping[str, Any], ...] = ()
    meets: Callable[[Case], float] | None = None
    adds: Callable[[Case], int] | None = None
    exact: Callable[[Case], Outcome] | None = None
    domain: tuple[float, float] = (-np.inf, np.inf)
    shares: bool = False
    samples_meet: str = ""
    lacks: tuple[str, ...] = ()

    differentiable: ClassVar[bool] = True  # False where there are no gradients to compare
    live: ClassVar[bool] = True  # False where Keras's numbers were recorded, and it cannot be asked for others

    @property
    @abstractmethod
    def kind(self) -> str:
        """`'activation'`, `'loss'`, `'layer'`, ..."""

    @property
    @abstractmethod
    def reference_name(self) -> str:
        """Where Keras has it, such as `keras.activations.relu`."""

    @property
    def room(self) -> str:
        """The module that both libraries have it in, such as `losses`."""
        return ".".join(self.reference_name.split(".")[1:-1])

    @property
    def file(self) -> str:
        """Where its line in the registry is."""
        return f"comparisons/pairs/{self.room.rpartition('.')[2]}.py"

    @abstractmethod
    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        """The example of these numbers."""

    @abstractmethod
    def candidate(self, case: Case) -> Outcome:
        """What scratch computes."""

    @abstractmethod
    def reference(self, case: Case) -> Outcome:
        """What Keras computes."""

    def opinion(self, case: Case) -> Outcome:
        """A more exact evaluation: the formula of its own, or Keras in float64 on the very numbers; nothing if there is neither."""
        if self.exact is not None:
            return self.exact(case)
        return {} if case.dtype == "float64" and not case.rounded else self.reference(case.in_dtype("float64"))

    def arguments(self) -> Mapping[str, Any]:
        """The candidate's arguments with their defaults."""
        raise NotImplementedError(f"{self.kind}s have no signature to compare")

    def reference_arguments(self) -> Mapping[str, Any]:
        """Keras's."""
        raise NotImplementedError(f"{self.kind}s have no signature to compare")

    def noise(self, case: Case) -> Noise | None:
        """What is known about the rounding noise of Keras's outcome; None where it has to be measured."""
        return None

    @property
    def missing(self) -> str:
        """Why this installation's Keras has no such part; empty if it has."""
        return ""

    @property
    def has_ties(self) -> bool:
        """Whether there are kinks or ties to try."""
        return bool(self.kinks)

    @property
    def refuses_something(self) -> bool:
        """Whether there are inputs that both sides refuse."""
        return bool(self.refused)

    @property
    def elementwise(self) -> bool:
        """Whether every entry of the output depends on its own entry of x only."""
        return False

    def has_cheap_opinion(self, case: Case) -> bool:
        """Whether `opinion` costs less than the nine evaluations that measuring takes, and is apt to be needed."""
        return self.exact is not None

    @property
    def has_limits(self) -> bool:
        """Whether the result for an infinite x can be understood as a limit."""
        return self.elementwise

    def by_sample(self, case: Case) -> Case | None:
        """The same example with an output for every sample; None where samples depend on each other."""
        return case if self.one_sample(case, 0) is not None else None

    def one_sample(self, case: Case, row: int) -> Case | None:
        """The same example with one sample only; None where the output is not made of independent rows."""
        return case.with_x(case.x[row : row + 1])

    def makes_sense(self, case: Case, value: float) -> bool:
        """Whether `value` is something that x may hold."""
        return bool(np.isnan(value)) or self.domain[0] <= value <= self.domain[1]

    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Sizes that the check of shapes tries besides the drawn ones; none unless overridden."""
        return ()

    def on_nothing(self, case: Case) -> Outcome | None:
        """What an empty batch gives, by what a batch of one gives; None if that is no guide."""
        return None

    def bad_cases(self, case: Case) -> Iterator[tuple[str, Case]]:
        """Inputs that both sides should refuse, each with what is wrong with it."""
        for settings in self.refused:
            yield ", ".join(f"{name}={value!r}" for name, value in settings.items()), case.with_settings(**settings)

    def tied(self, case: Case) -> Iterator[Case]:
        """The same example at kinks and ties, where a convention decides; and close beside them, where none does."""
        if self.kinks:
            at = np.asarray(self.kinks, dtype=case.dtype)
            aside = CLOSE * np.finfo(at.dtype).eps * np.maximum(1, np.abs(at))
            around = np.stack([at, at + aside, at - aside]).astype(case.dtype)
            yield case.with_x(np.resize(np.roll(around, -(case.values.seed % 3), axis=0), case.x.shape))

    def sizes(self) -> st.SearchStrategy[tuple[int, ...]]:
        """Sizes of an example: (batch, width) unless overridden."""
        return st.tuples(st.sampled_from(BATCHES), st.sampled_from(WIDTHS))

    def varied(self) -> Mapping[str, tuple[Any, ...]]:
        """Settings that examples are drawn with."""
        return self.settings

    def cases(self, dtype: str) -> st.SearchStrategy[Case | Callable[[], Case]]:
        """Examples, or what makes them; sizes shrink first, then settings, then the values to round ones.

        Making one may build a layer of Keras, which uses Python's `random`; that is no part of drawing.
        """
        settings = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in self.varied().items()})
        values = st.builds(Values, st.integers(0, 2**16), st.integers(0, 4), st.integers(0, 3))
        return st.builds(partial, st.just(self.make_case), settings, self.sizes(), values, st.just(dtype), st.booleans())

    def usual(self, dtype: str, seed: int) -> list[Case]:
        """Examples with the first of every setting, which is what most people use: among many settings drawing may miss just that."""
        settings = {name: max(values) if name in SIZES else values[0] for name, values in self.varied().items()}
        modes = (True, False) if self.kind == "layer" else (False,)
        return [self.make_case(settings, self.specimen_sizes(), Values(seed=seed, decimals=4), dtype, training) for training in modes]

    def specimen(self, dtype: str, settings: Mapping[str, Any], training: bool = False) -> Case:
        """A richer example with different sizes everywhere, where patterns show."""
        return self.make_case(settings, self.specimen_sizes(), Values(seed=7, decimals=2), dtype, training)

    def specimen_sizes(self) -> tuple[int, ...]:
        """Sizes of the specimen."""
        return (4, 3)
