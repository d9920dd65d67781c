"""Recording: every check on a few examples of scratch, with everything written down that Keras is asked."""

from __future__ import annotations

import contextlib
import copy
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

import comparisons
import reference.parts
from comparisons.checks.curve import curves_of
from comparisons.checks.engine import check_cases, explore
from comparisons.checks.example import Example, SideError
from comparisons.checks.pool import GLANCE, ignore_interrupts
from comparisons.golden.book import Book
from comparisons.golden.keys import case_key
from comparisons.golden.pairs import Recording, RefusedError, with_book
from comparisons.golden.plain import EMPTY
from comparisons.golden.plan import EXAMPLES, choose, planned
from comparisons.pairs import PAIRS
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair

DRAWN = 24  # to choose from
CURVES = "float32"  # where instability shows
ATTEMPTS = 8  # at examples on which every check has something to show
SPOILT = 1.5


def environment(seed: int) -> dict[str, Any]:
    """What a bundle says about where its numbers come from."""
    return {**reference.versions(), "numpy": np.__version__, "parity": comparisons.__version__, "seed": seed}


def recorded_all(pairs: Sequence[Pair], *, seed: int, jobs: int, stopped: Callable[[], bool]) -> Iterator[Book]:
    """The book of every part in turn, until `stopped`; worked on by `jobs` processes."""
    if jobs == 1:
        for pair in pairs:
            if stopped():
                return
            yield recorded(pair, seed=seed)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), ignore_interrupts) as pool:
        for future in [pool.submit(_recorded, pair.kind, pair.name, seed) for pair in pairs]:
            while not stopped() and not wait([future], GLANCE).done:
                pass
            if stopped():
                pool.shutdown(wait=False, cancel_futures=True)
                return
            yield future.result()


def _recorded(kind: str, name: str, seed: int) -> Book:
    return recorded(next(pair for pair in PAIRS if (pair.kind, pair.name) == (kind, name)), seed=seed)


def recorded(pair: Pair, *, seed: int) -> Book:
    """The book of a part, by the Keras that is installed."""
    book = Book(pair.kind, pair.name)
    with repeatable(seed), threadpool_limits(limits=1, user_api="blas"):
        for dtype in pair.dtypes:
            book.add(_in(pair, dtype, seed))
    return book


@contextlib.contextmanager
def repeatable(seed: int) -> Iterator[None]:
    """Random layers take their seeds from Python's generator when they are built: all are built anew, with it at its start."""
    before = random.getstate()
    reference.parts.forget_layers()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(before)


def _in(pair: Pair, dtype: str, seed: int) -> Book:
    """The book of one floating type: other examples are tried where a check would have nothing to show on these."""
    found: dict[str, Case] = {}
    explore(pair, dtype, lambda case: found.update({case_key(case): case}), DRAWN, seed, shrink=False)
    keys, count = choose(list(found.items()), DRAWN), EXAMPLES[dtype]
    for first in range(0, ATTEMPTS * count, count):
        chosen = keys[first : first + count] or keys[:count]
        if not _is_vacuous(pair, dtype, [found[key] for key in chosen]):
            break
    book = Book(pair.kind, pair.name, drawn={dtype: chosen}, made={key: found[key] for key in chosen})
    write(pair, book)
    return book


def _is_vacuous(pair: Pair, dtype: str, cases: Sequence[Case]) -> bool:
    trial = with_book(pair, Book(pair.kind, pair.name), Recording)
    return any(result.vacuous for result in check_cases(trial, planned(trial, dtype), dtype, cases))


def write(pair: Pair, book: Book, manner: type = Recording) -> None:
    """What Keras says on the examples that were drawn, into the book."""
    asking = with_book(pair, book, manner)
    for dtype, keys in book.drawn.items():
        _check(asking, dtype, [book.made[key] for key in keys])
    if "float64" in book.drawn:
        _probe(asking)
    for case in list(asking.asked.values()):
        _measure(asking, case)
    if CURVES in book.drawn:
        curves_of(asking, CURVES)


def _probe(asking: Any) -> None:
    """The two examples by which it is found out how somebody's part is called, with Keras's default settings."""
    defaults = asking.reference_arguments() if asking.kind in ("activation", "loss", "layer") else None
    if defaults is None:
        return
    settings = {name: values[0] for name, values in asking.varied().items()}
    settings |= {name: defaults[name] for name in settings if defaults.get(name, EMPTY) is not EMPTY}
    sizes = asking.specimen_sizes()
    for more, decimals in enumerate((2, 4)):
        values = Values(seed=7 + more, decimals=decimals)
        with contextlib.suppress(RefusedError):
            asking.reference(asking.make_case(settings, (sizes[0] + more, *sizes[1:]), values, "float64", True))


def _check(asking: Any, dtype: str, cases: Sequence[Case]) -> None:
    """Everything that the checks ask about wrong code, which is more, and about right code."""
    wrong = copy.copy(asking)
    object.__setattr__(wrong, "candidate", lambda case: _spoilt(asking.candidate(case)))  # pairs are frozen; the copy is nobody else's
    for candidate in (wrong, asking):
        check_cases(candidate, planned(asking, dtype), dtype, cases)


def _spoilt(outcome: Outcome) -> Outcome:
    """Every number off by half of itself and a half."""
    with np.errstate(all="ignore"):
        return {what: (SPOILT * a + 0.5).astype(a.dtype) if a.dtype.kind == "f" else a for what, a in outcome.items()}


def _measure(asking: Any, case: Case) -> None:
    """Noise and third opinion of an example, whether or not scratch needed them."""
    example = Example(asking, case)
    if case.rounded or asking.kind == "initializer" or not getattr(asking, "smooth", True):
        return
    try:
        _ = example.reference, example.noise, example.third
    except SideError:
        return  # Keras refuses the example: there is nothing to measure
