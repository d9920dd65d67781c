"""Places where a candidate may differ, in words and as masks: by values, by position, by example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from comparisons.diagnosis.evidence import Observation
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Pair

OF_STEPS = ("SimpleRNN", "LSTM", "GRU")
IMAGE_AXES = 4
"""Batch, height, width, channels, as Keras has them."""


@dataclass(frozen=True)
class Marked:
    """One quantity on one example, each number marked wrong, or right, or neither: too small to show anything."""

    observation: Observation
    wrong: np.ndarray
    right: np.ndarray
    candidate: np.ndarray
    reference: np.ndarray


@dataclass(frozen=True)
class Region:
    """A place in words, and a mask of it for any example."""

    words: str
    mask: Callable[[Case, tuple[int, ...]], np.ndarray]


EVERYWHERE = Region("everywhere", lambda case, shape: np.ones(shape, dtype=bool))


def regions(pair: Pair, known: Sequence[Marked]) -> Iterator[Region]:
    """Places to try, those first that say most."""
    yield EVERYWHERE
    yield from _of_values(known)
    yield from _of_positions(pair)
    yield from _of_examples(known)


def _of_values(known: Sequence[Marked]) -> Iterator[Region]:
    """Where an array of the example's own, of the quantity's shape, is below or above a bound, or has one value."""
    for name in ("x", "y_pred", "y_true", "error"):
        values = [(mark, found) for mark in known if (found := _array(mark.observation.case, name, mark.wrong.shape)) is not None]
        if len(values) != len(known):
            continue
        wrong = np.concatenate([found[mark.wrong] for mark, found in values])
        right = np.concatenate([found[mark.right] for mark, found in values])
        if wrong.size and right.size:
            yield from _bounded(name, wrong, right)


def _bounded(name: str, wrong: np.ndarray, right: np.ndarray) -> Iterator[Region]:
    def of(words: str, test: Callable[[np.ndarray], np.ndarray]) -> Region:
        def mask(case: Case, shape: tuple[int, ...]) -> np.ndarray:
            values = _array(case, name, shape)
            return np.zeros(shape, dtype=bool) if values is None else test(values)

        return Region(words, mask)

    for value in (0.0, 1.0):
        yield of(f"only where {name} = {value:.0f}", lambda a, value=value: a == value)  # type: ignore[misc]
    for sized, absolute in ((name, False), (f"|{name}|", True)):
        far_wrong, far_right = (np.abs(wrong), np.abs(right)) if absolute else (wrong, right)
        above, below = far_right[far_right < far_wrong.min()], far_right[far_right > far_wrong.max()]
        tests: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = []
        if above.size:
            low = between(float(above.max()), float(far_wrong.min()))
            tests.append(_beyond(">", low, low == far_wrong.min()))
        if below.size:
            high = between(float(far_wrong.max()), float(below.min()))
            tests.append(_beyond("<", high, high == far_wrong.max()))
        for sign, test in tests:
            yield of(f"only where {sized} {sign}", lambda a, test=test, s=absolute: test(np.abs(a) if s else a))  # type: ignore[misc]
        if above.size and below.size:
            yield of(
                f"only where {sized} is between {low:g} and {high:g}",
                lambda a, tests=tests, s=absolute: np.all([test(np.abs(a) if s else a) for _, test in tests], axis=0),  # type: ignore[misc]
            )


def _beyond(sign: str, bound: float, closed: bool) -> tuple[str, Callable[[np.ndarray], np.ndarray]]:
    """What is larger or smaller than a bound, or as large if that is `closed`: in words, and as a test."""
    told = f"{sign}=" if closed else sign
    compare = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal}[told]
    return f"{told} {bound:g}", lambda a: compare(a, bound)


def between(low: float, high: float) -> float:
    """The roundest number from `low` to `high`."""
    if low <= 0 <= high:
        return 0.0
    for digits in range(17):
        middle = (low + high) / 2
        scale = 10.0 ** (np.floor(np.log10(abs(middle))) - digits)
        rounded = float(np.round(middle / scale) * scale)
        if low <= rounded <= high:
            return rounded
    return (low + high) / 2


def _array(case: Case, name: str, shape: tuple[int, ...]) -> np.ndarray | None:
    if name == "error":
        y_pred, y_true = _array(case, "y_pred", shape), _array(case, "y_true", shape)
        return None if y_pred is None or y_true is None else y_pred - y_true
    found = {**case.inputs, **case.given}.get(name)
    return found if found is not None and found.shape == shape else None


def _of_positions(pair: Pair) -> Iterator[Region]:
    """Rows, columns and other axes: the first, the last, all but those."""
    names = ["step", "row", "column"] if pair.kind == "optimizer" else ["row", "column", "plane"]
    names[1] = "step" if pair.name in OF_STEPS else names[1]
    for axis in (0, -1, 1):
        for words, test in _places(names[axis] if axis >= 0 else "column", first_counts=pair.kind == "optimizer" and axis == 0):
            yield Region(words, lambda case, shape, axis=axis, test=test: _along(shape, axis, test))  # type: ignore[misc]
    yield Region("only on the diagonal", lambda case, shape: np.eye(*shape, dtype=bool) if len(shape) == 2 else np.zeros(shape, dtype=bool))


def _places(name: str, *, first_counts: bool) -> Iterator[tuple[str, Callable[[np.ndarray, int], np.ndarray]]]:
    yield f"only the first {name}", lambda i, n: i == 0
    yield f"only the last {name}", lambda i, n: i == n - 1
    yield f"all {name}s but the first", lambda i, n: i > 0
    yield f"all {name}s but the last", lambda i, n: i < n - 1
    for step in range(1, 6) if first_counts else ():
        yield f"only from step {step} on", lambda i, n, step=step: i >= step  # type: ignore[misc]
        yield f"only at step {step}", lambda i, n, step=step: i == step  # type: ignore[misc]
    yield f"every other {name}", lambda i, n: i % 2 == 1


def _along(shape: tuple[int, ...], axis: int, test: Callable[[np.ndarray, int], np.ndarray]) -> np.ndarray:
    if len(shape) <= (axis if axis >= 0 else 0):
        return np.zeros(shape, dtype=bool)
    axis %= len(shape)
    index = np.arange(shape[axis]).reshape([-1 if i == axis else 1 for i in range(len(shape))])
    return np.broadcast_to(test(index, shape[axis]), shape)


def _of_examples(known: Sequence[Marked]) -> Iterator[Region]:
    """Whole examples: by batch size, width, mode, settings, dtype and size of numbers."""

    def of(words: str, test: Callable[[Case], bool]) -> Region:
        return Region(words, lambda case, shape: np.full(shape, test(case)))

    if all(mark.observation.case.x.ndim for mark in known):  # a leaf of a tape may be a single number
        yield of("only for batches of one", lambda case: len(case.x) == 1)
        yield of("only for batches of more than one", lambda case: len(case.x) > 1)
        yield of("only for odd batch sizes", lambda case: len(case.x) % 2 == 1)
        yield of("only for even batch sizes", lambda case: len(case.x) % 2 == 0)
    yield of("only in training", lambda case: case.training)
    yield of("only in inference", lambda case: not case.training)
    for dtype in ("float32", "float64", "float16"):
        yield of(f"only in {dtype}", lambda case, dtype=dtype: case.dtype == dtype)  # type: ignore[misc]
    met = {(name, value) for mark in known for name, value in mark.observation.case.settings.items() if value.__hash__}
    for name, value in sorted(met, key=repr):
        yield of(f"only with {name}={value!r}", lambda case, name=name, value=value: case.settings.get(name) == value)  # type: ignore[misc]
    for name, value in sorted(met, key=repr):
        yield of(f"only without {name}={value!r}", lambda case, name=name, value=value: case.settings.get(name) != value)  # type: ignore[misc]
    if all(mark.observation.case.x.ndim == IMAGE_AXES for mark in known):
        yield of("only for images that are not square", lambda case: case.x.shape[1] != case.x.shape[2])
        yield of("only for images that are wider than high", lambda case: case.x.shape[1] < case.x.shape[2])
        yield of("only for images that are higher than wide", lambda case: case.x.shape[1] > case.x.shape[2])
    yield from (of(words, test) for words, test in _sized(known))


def _sized(known: Sequence[Marked]) -> Iterator[tuple[str, Callable[[Case], bool]]]:
    """Batches, widths or numbers beyond a bound."""
    measures: dict[str, Callable[[Case], float]] = {
        "batches": lambda case: float(len(case.x)) if case.x.ndim else 1.0,
        "widths": lambda case: float(case.x.shape[-1]) if case.x.ndim else 0.0,
        "numbers": lambda case: float(np.abs(case.x).max(initial=0.0)) if case.x.dtype.kind == "f" else 0.0,
    }
    for name, measure in measures.items():
        wrong = [measure(mark.observation.case) for mark in known if mark.wrong.any()]
        right = [measure(mark.observation.case) for mark in known if not mark.wrong.any()]
        if not wrong or not right:
            continue
        if min(wrong) > max(right):
            low = between(max(right), min(wrong)) if name == "numbers" else max(right)
            yield f"only for {name} larger than {low:g}", lambda case, low=low, m=measure: m(case) > low  # type: ignore[misc]
        if max(wrong) < min(right):
            high = between(max(wrong), min(right)) if name == "numbers" else min(right)
            yield f"only for {name} smaller than {high:g}", lambda case, high=high, m=measure: m(case) < high  # type: ignore[misc]
