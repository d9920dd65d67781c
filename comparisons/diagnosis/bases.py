"""Models of a part that are right: Keras, and what is as good where Keras has lapses or a convention of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations

import numpy as np

from comparisons.diagnosis.explanation import Model
from comparisons.diagnosis.rules import RULES, run
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Pair


@dataclass
class Base:
    """A model that is right, on examples that may be read otherwise.

    Args:
        model: the model.
        read: how an example is to be read, such as with 0.2 for 0.20000000298.
        near: it is Keras but for constants that float32 rounds.
    """

    model: Model
    read: Callable[[Case], Case] = lambda case: case
    near: bool = False
    _known: dict[int, tuple[Case, Case]] = field(default_factory=dict)

    def case(self, case: Case) -> Case:
        """The example as it is read; the same object for the same example."""
        if id(case) not in self._known:
            self._known[id(case)] = case, self.read(case)
        return self._known[id(case)][1]


def keras(pair: Pair) -> Iterator[Base]:
    """The reference; for optimizers its rules in NumPy, since Keras compiles every new setting for a fifth of a second."""
    if pair.kind == "optimizer" and pair.name in RULES:
        yield Base(ruled(pair))
        yield from (Base(ruled(pair), decimal(names), near=True) for names in _groups(pair))
    else:
        yield Base(pair.reference)


def ruled(pair: Pair) -> Model:
    """An optimizer's rule."""
    return lambda case: run(pair.name, case, RULES[pair.name])


def exact(pair: Pair) -> Iterator[Base]:
    """The pair's formula of its own, where it has one."""
    formula = pair.exact
    if formula is not None:
        yield Base(lambda case: {what: a.astype(case.dtype) for what, a in formula(case).items()})


def decimal(names: tuple[str, ...]) -> Callable[[Case], Case]:
    """Settings as they are written, where an example has the nearest float32: somebody's own 0.999 is no 0.99900001."""

    def read(case: Case) -> Case:
        written = {name: as_written(case.settings[name]) for name in names if isinstance(case.settings.get(name), float)}
        return case.with_settings(**written)

    return read


def as_written(number: float) -> float:
    """The shortest decimal number that float32 rounds to this; itself if float32 does not hold it."""
    return float(str(np.float32(number))) if float(np.float32(number)) == number else number


RATE = ("learning_rate",)
SHARES = ("momentum", "beta_1", "beta_2", "rho")
OTHERS = ("epsilon", "initial_accumulator_value")


def _groups(pair: Pair) -> Iterator[tuple[str, ...]]:
    """Settings that are written into the code rather than passed, in all combinations."""
    for size in (3, 2, 1):
        for groups in combinations((RATE, SHARES, OTHERS), size):
            yield tuple(chain.from_iterable(groups))


