"""For code that is not ours: Keras's recorded numbers where there are any, and scratch for all others, which is held against the record."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from comparisons.golden.book import Book, RecordedCase, key_of
from comparisons.golden.bundle import Bundle
from comparisons.golden.expressions import expression
from comparisons.golden.replay import replayed
from comparisons.pairs import with_keras_of
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.tape.expressions import EXPRESSIONS
from comparisons.subjects.references import answered_by

if TYPE_CHECKING:
    Base = Pair
else:
    Base = object


class StandIn(Base):
    """Goes before the class of the pair."""

    live = False
    book: Book
    tally: Counter[str]  # who has answered how often

    @property
    def missing(self) -> str:
        return ""

    def reference(self, case: Case) -> Outcome:
        answer = self.book.answers.get(key_of(case))
        known = answer is not None and not answer.refusal
        self.tally["Keras's record" if known else "scratch"] += 1
        return dict(answer.outcome) if answer is not None and known else self.by_scratch(case)

    def by_scratch(self, case: Case) -> Outcome:
        """What scratch computes, which the record says is what Keras does."""
        with np.errstate(all="ignore"):
            return dict(super().candidate(case.copied()))  # type: ignore[safe-super]  # of the pair's own class

    def opinion(self, case: Case) -> Outcome:
        if self.exact is not None:
            return self.exact(case)
        drawn = getattr(self, "random", False) and case.training
        return {} if drawn or (case.dtype == "float64" and not case.rounded) else self.reference(case.in_dtype("float64"))

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        case = super().make_case(settings, sizes, values, dtype, training)  # type: ignore[safe-super]  # of the pair's own class
        return RecordedCase(
            case.settings, case.inputs, case.values, case.dtype, case.given, case.training, case.built_for, case.rounded,
            upstreams=self.book.upstreams,
        )  # fmt: skip

    def reference_arguments(self) -> Mapping[str, Any]:
        return self.book.arguments or self.arguments()

    def weight_shapes(self, settings: Mapping[str, Any], sample: tuple[int, ...], dtype: str) -> dict[str, tuple[int, ...]]:
        """Of a layer."""
        layer = self._layer(settings, dtype)
        layer.ensure_built((None, *sample))
        return {name: tuple(a.shape) for name, a in {**layer.params, **layer.state}.items()}

    def draw(self, settings: Mapping[str, Any], shape: tuple[int, ...], dtype: str) -> np.ndarray:
        """Of a random layer; both sides are given the same."""
        drawn: np.ndarray = np.asarray(self._layer(settings, dtype).draw(shape))
        return drawn

    def _layer(self, settings: Mapping[str, Any], dtype: str) -> Any:
        return self.made(Case(settings, {}, Values(), dtype))  # type: ignore[attr-defined]  # of pairs of layers


class OnTape(StandIn):
    """Expressions, which scratch does not have."""

    def by_scratch(self, case: Case) -> Outcome:
        return expression(EXPRESSIONS[case.settings["expression"]], case.inputs, case.upstream)


class StandIns:
    """The pairs that a replay of somebody's code asks for.

    Args:
        bundle: what Keras said.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle, self.disagreeing, self.tally = bundle, list[str](), Counter[str]()
        self._made: dict[tuple[str, str], Pair] = {}

    def of(self, pair: Pair) -> Pair:
        """The pair without Keras. The first time, scratch is held against what the bundle says of the part."""
        key = pair.kind, pair.name
        if key not in self._made:
            self._made[key] = self._stand_in(pair)
        return self._made[key]

    def _stand_in(self, pair: Pair) -> Pair:
        pair = with_keras_of(str(self.bundle.environment["keras"]), pair)
        if not self.bundle.has(pair.kind, pair.name):
            return self._with(pair, Book(pair.kind, pair.name), OnTape if pair.kind == "tape" else StandIn)
        book = self.bundle.book(pair.kind, pair.name)
        if replayed(pair, book).verdict != "match":
            self.disagreeing.append(pair.name)
        return self._with(pair, book, StandIn)

    def _with(self, pair: Pair, book: Book, manner: type) -> Pair:
        cls = type(f"{manner.__name__}{type(pair).__name__}", (manner, type(pair)), {"book": book, "tally": self.tally})
        made: Pair = object.__new__(cls)
        made.__dict__.update(vars(pair))
        return made

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """As long as this lasts, pairs of the registry are asked for here."""
        with answered_by(self.of):
            yield
