"""What Keras said about one part: examples, answers, upstream gradients and rounding noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from comparisons.golden.array_pool import Pool, Pooled
from comparisons.golden.keys import case_key, upstream_key
from comparisons.golden.plain import packed, unpacked
from comparisons.golden.spread import lengthened, shortened
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Noise, Outcome

Row = list[Any]


@dataclass(frozen=True)
class Answer:
    """What Keras said on one example.

    Args:
        outcome: its numbers; empty if it refused.
        refusal: the type of what it raised; else empty.
        noise: how much rounding moves the outcome; None where nothing is judged by that.
    """

    outcome: Outcome
    refusal: str = ""
    noise: Noise | None = None


@dataclass
class Book:
    """One part.

    Args:
        kind, name: of the part.
        arguments: Keras's, with their defaults.
        drawn: keys of the recipes that examples of a floating type are made by.
        made: examples by the key of their recipe.
        answers: by the key of the example.
        upstreams: upstream gradients, by key.
        repeats: which calls of an initializer repeat its values, by key.
    """

    kind: str
    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    drawn: dict[str, list[str]] = field(default_factory=dict)
    made: dict[str, Case] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    upstreams: dict[str, np.ndarray] = field(default_factory=dict)
    repeats: dict[str, dict[str, bool]] = field(default_factory=dict)

    def add(self, other: Book) -> None:
        """Take in what another book has about the same part."""
        self.arguments = {**self.arguments, **other.arguments}
        self.drawn |= other.drawn
        self.made |= other.made
        self.answers |= other.answers
        self.upstreams |= other.upstreams
        self.repeats |= other.repeats

    def packed(self, pool: Pool) -> dict[str, Any]:
        """As JSON, with the arrays in the pool."""
        return {
            "kind": self.kind,
            "name": self.name,
            "arguments": packed(self.arguments),
            "drawn": self.drawn,
            "made": {key: _case_row(case, pool) for key, case in self.made.items()},
            "answers": {key: _answer_row(answer, pool) for key, answer in self.answers.items()},
            "upstreams": {key: pool.add(a) for key, a in self.upstreams.items()},
            "repeats": self.repeats,
        }


def unpacked_book(row: Mapping[str, Any], pool: Pooled) -> Book:
    """The book again.

    Raises:
        LookupError, TypeError, ValueError: the row is none that `Book.packed` makes.
    """
    book = Book(row["kind"], row["name"], unpacked(row["arguments"]), row["drawn"])
    book.upstreams = {key: pool[number] for key, number in row["upstreams"].items()}
    book.made = {key: _case(each, pool, book.upstreams) for key, each in row["made"].items()}
    book.answers = {key: _answer(each, pool) for key, each in row["answers"].items()}
    book.repeats = row["repeats"]
    return book


@dataclass(frozen=True)
class RecordedCase(Case):
    """An example whose upstream gradients are those that Keras was given, whatever this NumPy would draw."""

    upstreams: Mapping[str, np.ndarray] = field(default_factory=dict, compare=False, repr=False)

    def drawn_upstream(self, shape: tuple[int, ...]) -> np.ndarray:
        known = self.upstreams.get(upstream_key(self, shape))
        return super().drawn_upstream(shape) if known is None else known.copy()


def key_of(case: Case) -> str:
    """By which its answer is found."""
    return case_key(case)


def _case_row(case: Case, pool: Pool) -> Row:
    arrays = [{name: pool.add(a) for name, a in arrays.items()} for arrays in (case.inputs, case.given)]
    values = [case.values.seed, case.values.decimals, case.values.magnitude]
    return [packed(case.settings), *arrays, values, case.dtype, case.training]


def _case(row: Row, pool: Pooled, upstreams: Mapping[str, np.ndarray]) -> RecordedCase:
    settings, inputs, given, values, dtype, training = row
    arrays = [{name: pool[number].copy() for name, number in each.items()} for each in (inputs, given)]
    return RecordedCase(unpacked(settings), arrays[0], Values(*values), dtype, arrays[1], training, upstreams=upstreams)


def _answer_row(answer: Answer, pool: Pool) -> Row:
    if answer.refusal:
        return [answer.refusal]
    outcome = {what: pool.add(a) for what, a in answer.outcome.items()}
    if answer.noise is None:
        return [outcome]
    return [outcome, [pool.add(shortened(spread)) for spread, _ in answer.noise.values()], [scale for _, scale in answer.noise.values()]]


def _answer(row: Row, pool: Pooled) -> Answer:
    if isinstance(row[0], str):
        return Answer({}, row[0])
    outcome = {what: pool[number] for what, number in row[0].items()}
    if len(row) == 1:
        return Answer(outcome)
    return Answer(outcome, noise=PackedNoise(pool, {what: each for what, *each in zip(outcome, row[1], row[2], strict=True)}))


class PackedNoise(Mapping[str, tuple[np.ndarray, float]]):
    """Noise that is unpacked when it is asked for: what is right to the bit never is.

    Args:
        pool: where the spreads are.
        rows: (number of the spread, scale) by quantity.

    Raises:
        IndexError: there is no such spread.
    """

    def __init__(self, pool: Pooled, rows: Mapping[str, Sequence[Any]]) -> None:
        for number, _ in rows.values():
            pool.check(number)
        self._pool, self._rows = pool, rows

    def __getitem__(self, what: str) -> tuple[np.ndarray, float]:
        number, scale = self._rows[what]
        return lengthened(self._pool[number]), scale

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
