"""Whether the Keras that is installed still says what a book says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from comparisons.golden.book import Answer, Book, key_of
from comparisons.golden.keys import recipe_key
from comparisons.golden.pairs import Recording
from comparisons.golden.record import repeatable, write
from comparisons.golden.record_training import recorded_training
from comparisons.golden.training import Trained
from comparisons.judging import distance, largest
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Noise, Pair
from comparisons.tolerance import allowance
from comparisons.training.ledger import Quantity


class Rechecking(Recording):
    """Asks Keras the same again; the noise is taken from the book."""

    old: Book

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        known = self.old.made.get(recipe_key(settings, sizes, values, dtype, training))
        return super().make_case(settings, sizes, values, dtype, training) if known is None else known

    def noise(self, case: Case) -> Noise | None:
        self.reference(case)
        answer = self.old.answers.get(key_of(case))
        return None if answer is None else answer.noise


def disagreements(pair: Pair, book: Book) -> list[str]:
    """What is not the same, a line each; nothing if all is, within rounding."""
    if pair.missing:
        return [f"{pair.name}: {pair.missing}"]
    keys = {key for drawn in book.drawn.values() for key in drawn}
    now = Book(book.kind, book.name, drawn=book.drawn, made={key: book.made[key] for key in keys})
    with repeatable(0):
        write(pair, now, type("Rechecking", (Rechecking,), {"old": book}))
    return [f"{pair.name}: {told}" for told in _compared(book, now)]


def _compared(old: Book, now: Book) -> Iterator[str]:
    if now.arguments != old.arguments:
        yield "arguments or defaults have changed"
    if now.repeats != old.repeats:
        yield "seeds repeat values elsewhere"
    for key, answer in old.answers.items():
        told = f"example {key}"
        if key not in now.answers:
            yield f"{told}: not among those that this parity asks about"
        else:
            yield from (f"{told}: {problem}" for problem in _unlike(answer, now.answers[key], key, old))


def _unlike(before: Answer, now: Answer, key: str, old: Book) -> Iterator[str]:
    if bool(before.refusal) != bool(now.refusal):
        yield f"{'refused' if before.refusal else 'accepted'} before, {'refused' if now.refusal else 'accepted'} now"
        return
    if before.outcome.keys() != now.outcome.keys():
        yield f"{', '.join(before.outcome)} before, {', '.join(now.outcome)} now"
        return
    for what, a in before.outcome.items():
        b = now.outcome[what]
        if a.shape != b.shape or a.dtype != b.dtype:
            yield f"{what} was {a.dtype} of shape {a.shape}, is {b.dtype} of shape {b.shape}"
        elif not _close(a, b, None if before.noise is None else before.noise[what]):
            yield f"{what} has other numbers"


def _close(a: np.ndarray, b: np.ndarray, noise: tuple[np.ndarray, float] | None) -> bool:
    dtype = str(a.dtype) if a.dtype.kind == "f" else "float64"
    spread, scale = (np.zeros(a.shape), largest(a)) if noise is None else noise
    allowed = allowance(spread=spread, scale=max(scale, largest(a)), dtype=dtype)
    apart = distance(a.astype("float64"), b.astype("float64"))
    return bool((apart <= allowed).all())


def disagreements_of_training(trained: Trained, *, seed: int) -> list[str]:
    """The same of a training."""
    now, name = recorded_training(trained.training, seed=seed), f"{trained.training.name} in {trained.training.dtype}"
    if now.found.keys() != trained.found.keys() or any(a.shape != now.found[quantity].shape for quantity, a in trained.found.items()):
        return [f"{name}: other quantities, or more or fewer steps"]
    apart = [quantity for quantity, a in trained.found.items() if not _close_in_steps(trained, quantity, a, now.found[quantity])]
    return [f"{name}: {quantity.kind} {quantity.layer} {quantity.tensor}".rstrip() + " has other numbers" for quantity in apart]


def _close_in_steps(trained: Trained, quantity: Quantity, before: np.ndarray, now: np.ndarray) -> bool:
    spread = trained.noise[quantity] if quantity.kind == "gradient" else np.maximum.accumulate(trained.drift[quantity])
    steps = len(spread)  # weights and slots have one more, from before the first
    allowed = allowance(spread=spread.reshape(steps, *spread.shape[1:] or (1,) * (now.ndim - 1)), scale=0.0, dtype=trained.training.dtype)
    apart = distance(before.astype("float64"), now.astype("float64"))
    return bool((apart[-steps:] <= allowed).all()) and bool((apart[:-steps] == 0).all())
