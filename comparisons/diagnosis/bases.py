"""Models of a part that are right: Keras, and what is as good where Keras has lapses or a convention of its own."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, combinations

import numpy as np

from comparisons.diagnosis.explanation import Model
from comparisons.diagnosis.rules import RULES, UNROUNDED
from comparisons.diagnosis.updating import Rule, run
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


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


def by_hand(pair: Pair) -> Iterator[Base]:
    """The part in NumPy: scratch's, which is Keras's by all checks, takes a tenth of the time and knows no float32 constants.

    For optimizers the rules with options; settings may have been written into the code rather than passed, in any combination.
    """
    if pair.kind == "optimizer" and pair.name in RULES:
        yield Base(ruled(pair, RULES))
        unrounded = [UNROUNDED] if pair.name in UNROUNDED else []
        yield from (Base(ruled(pair, rules), near=True) for rules in unrounded)
        for rules in (RULES, *unrounded):
            yield from (Base(ruled(pair, rules), decimal(names), near=True) for names in _groups())
    else:
        yield Base(scratch(pair))
        written = getattr(pair, "settings_as_written", None)
        if written is not None:  # somebody's own 1e-3, where it is no argument
            yield Base(scratch(pair), lambda case: case.with_settings(**written(case)), near=True)


def scratch(pair: Pair) -> Model:
    """What scratch computes, as it is compared."""
    manner = getattr(pair, "manner", None)
    original: Pair = pair if manner is None else manner.base
    return lambda case: seen(pair, case, original.candidate(case))


def keras(pair: Pair) -> Iterator[Base]:
    """The reference itself, for where scratch differs after all; an optimizer's settings would be compiled each."""
    if pair.kind != "optimizer":
        yield Base(whole(pair).reference)


def whole(pair: Pair) -> Pair:
    """The pair with everything that Keras computes, where a candidate offers some of it only: formulas need the rest."""
    manner = getattr(pair, "manner", None)
    if manner is None:
        return pair
    other, all_of_it = copy.copy(pair), copy.copy(manner)
    all_of_it.offers = frozenset()
    object.__setattr__(other, "manner", all_of_it)  # pairs are frozen; the copy is nobody else's
    return other


def seen(pair: Pair, case: Case, outcome: Outcome) -> Outcome:
    """A formula's outcome in the form in which candidate and reference are compared, if that is another one.

    Gradients of probabilities may be compared at the logits before them.
    """
    manner = getattr(pair, "manner", None)
    found: Outcome = outcome if manner is None else manner.adapter.seen(pair, case, outcome, mine=False)
    return found


def ruled(pair: Pair, rules: Mapping[str, Rule]) -> Model:
    """An optimizer's rule."""
    return lambda case: run(pair.name, case, rules[pair.name])


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


def _groups() -> Iterator[tuple[str, ...]]:
    """Settings that are written into the code rather than passed, in all combinations."""
    for size in (3, 2, 1):
        for groups in combinations((RATE, SHARES, OTHERS), size):
            yield tuple(chain.from_iterable(groups))
