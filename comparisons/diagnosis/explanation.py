"""What an explanation is: a formula, or a setting of Keras, for what a candidate with one known mistake computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from comparisons.diagnosis.catalogue import kind_of
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Model = Callable[[Case], Outcome]
"""Something that computes a part: Keras, or Keras with mistakes."""

Predict = Callable[..., Outcome]
"""(pair, model, case), or with a number as fourth: the outcome with this mistake where all the rest is as the model has it."""


@dataclass(frozen=True)
class Parameter:
    """A number that an explanation leaves open.

    Args:
        name: what it is, such as `'epsilon'`.
        known: values that people use; they are tried first.
        low, high: where others are looked for; equal for none but the known.
        setting: name of the setting it stands for, if Keras has it as one.
    """

    name: str
    known: tuple[float, ...]
    low: float = 0.0
    high: float = 0.0
    setting: str = ""


def nothing_more(pair: Pair, case: Case) -> Iterator[Case]:
    """No examples beyond those that are drawn anyway."""
    yield from ()


@dataclass(frozen=True)
class Explanation:
    """One way to be different.

    Args:
        code: of the catalogue.
        says: what the candidate does, with `{parameter}` for the number found.
        predict: see `Predict`.
        applies: whether it makes sense for a pair.
        parameter: the number it leaves open, if any.
        kind: if not that of the catalogue.
        fix: if not that of the catalogue.
        edge: it shows at kinks, ties or extreme numbers only.
        telling: examples in which it shows better than in drawn ones.
        needs: quantities that the candidate must offer, or it is not this; such as value and gradient for what is wrong
            between them.
        lacks: quantities that it must not offer, such as the gradient for what is harmless in a value alone.
        combines: it may be true together with another one.
        whole: it is true of everything that differs, or not at all.
    """

    code: str
    says: str
    predict: Predict
    applies: Callable[[Pair], bool]
    parameter: Parameter | None = None
    kind: str = ""
    fix: str = ""
    edge: bool = False
    telling: Callable[[Pair, Case], Iterator[Case]] = nothing_more
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    combines: bool = True
    whole: bool = False


@dataclass(frozen=True)
class Bound:
    """An explanation with its number, if it has one."""

    explanation: Explanation
    number: float | None = None

    @property
    def code(self) -> str:
        """Of the catalogue."""
        return self.explanation.code

    @property
    def kind(self) -> str:
        """C, D or P."""
        return self.explanation.kind or kind_of(self.code)

    def applied(self, pair: Pair, model: Model) -> Model:
        """The model with this mistake in it."""
        extra: tuple[Any, ...] = () if self.number is None else (self.number,)
        return lambda case: self.explanation.predict(pair, model, case, *extra)


def known(explanation: Explanation) -> Iterator[Bound]:
    """With every number that people use."""
    if explanation.parameter is None:
        yield Bound(explanation)
    else:
        yield from (Bound(explanation, number) for number in explanation.parameter.known)


Cause = tuple[Bound, ...]
"""One explanation, or two that are true together: the second is applied to what the first has made."""


def applied(cause: Cause, pair: Pair, model: Model) -> Model:
    """The model with all these mistakes in it."""
    return reduce(lambda made, bound: bound.applied(pair, made), cause, model)
