"""Pairs of the registry with a book in Keras's place, or with one in which everything is written down that Keras says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from comparisons.checks.example import Example
from comparisons.golden.book import Answer, Book, RecordedCase, key_of
from comparisons.golden.keys import recipe_key, repeats_key, upstream_key
from comparisons.golden.plan import is_planned
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Noise, NotRecordedError, Outcome, Pair

if TYPE_CHECKING:
    Base = Pair
else:
    Base = object


class RefusedError(Exception):
    """Keras raised when it was asked; the message is the type of what it raised."""


class Planned(Base):
    """What recording and replaying have in common; goes before the class of the pair, as all of these do."""

    live = False
    book: Book

    def makes_sense(self, case: Case, value: float) -> bool:
        return is_planned(value) and super().makes_sense(case, value)

    @property
    def missing(self) -> str:
        return ""


class Recording(Planned):
    """Asks Keras, and writes down what it says.

    `plain` is the pair itself, and `asked` has the examples that Keras was asked about.
    """

    plain: Pair
    asked: dict[str, Case]

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        made = super().make_case(settings, sizes, values, dtype, training)  # type: ignore[safe-super]  # of the pair's own class
        self.book.made[recipe_key(settings, sizes, values, dtype, training)] = made
        return made

    def reference(self, case: Case) -> Outcome:
        key = key_of(case)
        if key not in self.book.answers:
            self.book.answers[key], self.asked[key] = self._ask(case), case
        answer = self.book.answers[key]
        if answer.refusal:
            raise RefusedError(answer.refusal)
        return dict(answer.outcome)

    def noise(self, case: Case) -> Noise | None:
        """Measured at once and in full: whoever replays may need it where scratch does not."""
        key = key_of(case)
        self.reference(case)
        if self.book.answers[key].noise is None and not case.rounded:
            example = Example(self.plain, case)
            noise = {what: (example.spread(what), example.scales[what]) for what in example.reference}
            self.book.answers[key] = replace(self.book.answers[key], noise=noise)
        return self.book.answers[key].noise

    def opinion(self, case: Case) -> Outcome:
        """Found again as what Keras says in float64, whichever way it was come by."""
        found = super().opinion(case)
        if found and self.exact is None:
            self.book.answers.setdefault(key_of(case.in_dtype("float64")), Answer(found))
        return found

    def _ask(self, case: Case) -> Answer:
        try:
            outcome = super().reference(case)  # type: ignore[safe-super]  # of the pair's own class
        except Exception as problem:  # TensorFlow's errors have no base class of their own
            return Answer({}, type(problem).__name__)
        if self.differentiable:
            shape = np.shape(outcome["output"])
            self.book.upstreams[upstream_key(case, shape)] = case.drawn_upstream(shape)
        return Answer({what: np.asarray(a) for what, a in outcome.items()})

    def reference_arguments(self) -> Mapping[str, Any]:
        self.book.arguments = super().reference_arguments()
        return self.book.arguments

    def reference_repeats(self, settings: dict[str, Any], dtype: str) -> dict[str, bool]:
        found: dict[str, bool] = super().reference_repeats(settings, dtype)  # type: ignore[misc]  # of initializers
        self.book.repeats[repeats_key(settings, dtype)] = found
        return found


class Recorded(Planned):
    """Says what Keras said when the book was written; what it was not asked then nobody knows."""

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        known = self.book.made.get(recipe_key(settings, sizes, values, dtype, training))
        if known is None:
            raise NotRecordedError(f"the bundle has no example of {self.name} with {dict(settings)} and sizes {sizes}")
        return known

    def reference(self, case: Case) -> Outcome:
        answer = self.answer(case)
        if answer is None:
            raise NotRecordedError(f"the bundle does not say what Keras's {self.name} is on this example")
        if answer.refusal:
            raise RefusedError(answer.refusal)
        return dict(answer.outcome)

    def opinion(self, case: Case) -> Outcome:
        if self.exact is not None:
            return self.exact(case)
        answer = self.answer(case.in_dtype("float64"))
        return {} if answer is None else dict(answer.outcome)

    def answer(self, case: Case) -> Answer | None:
        """What Keras said; None if it was not asked."""
        return self.book.answers.get(key_of(case))

    def noise(self, case: Case) -> Noise | None:
        answer = self.answer(case)
        return None if answer is None else answer.noise

    def reference_arguments(self) -> Mapping[str, Any]:
        return self.book.arguments

    def reference_repeats(self, settings: dict[str, Any], dtype: str) -> dict[str, bool]:
        key = repeats_key(settings, dtype)
        if key not in self.book.repeats:
            raise NotRecordedError(f"the bundle does not say which values of Keras's {self.name} repeat")
        return self.book.repeats[key]

    def known(self, case: Case) -> Case:
        """The example with the upstream gradients that Keras was given."""
        return RecordedCase(
            case.settings, case.inputs, case.values, case.dtype, case.given, case.training, case.built_for, case.rounded,
            upstreams=self.book.upstreams,
        )  # fmt: skip


def with_book(pair: Pair, book: Book, manner: type) -> Any:
    """`pair` with what `Recording` or `Recorded` do differently."""
    own = {"book": book, "plain": pair, "asked": {}}
    cls = type(f"{manner.__name__}{type(pair).__name__}", (manner, type(pair)), own)
    made: Any = object.__new__(cls)
    made.__dict__.update(vars(pair))
    return made
