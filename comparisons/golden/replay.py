"""Replaying: the checks on scratch, by a book in Keras's place."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from comparisons.checks.engine import CheckResult, check_cases
from comparisons.checks.verdicts import Component, checks_for
from comparisons.golden.book import Book
from comparisons.golden.bundle import Bundle
from comparisons.golden.pairs import Recorded, with_book
from comparisons.golden.plan import EXAMPLES, planned
from comparisons.pairs.pair import Pair

MANY = 20  # parts from which on a second process is worth its start


def replayed(pair: Pair, book: Book, *, dtypes: Sequence[str] | None = None) -> Component:
    """What the checks find on the examples of a book."""
    told = with_book(pair, book, Recorded)
    results: list[CheckResult] = []
    for dtype, keys in book.drawn.items():
        if dtypes is None or dtype in dtypes:
            results += check_cases(told, planned(told, dtype), dtype, [book.made[key] for key in keys])
    return _component(told, results)


def _component(told: Pair, results: list[CheckResult]) -> Component:
    return Component(told, results, checks_for(told)[1], 0, max(EXAMPLES.values()), told.fails)


def replay(bundle: Bundle, pairs: Sequence[Pair], *, dtypes: Sequence[str] | None, stopped: Callable[[], bool]) -> Iterator[Component]:
    """Every part in turn, until `stopped`."""
    for pair in pairs:
        if stopped():
            return
        yield replayed(pair, bundle.book(pair.kind, pair.name), dtypes=dtypes)


def replay_halved(
    bundle: Bundle, pairs: Sequence[Pair], *, dtypes: Sequence[str] | None, stopped: Callable[[], bool]
) -> Iterator[Component]:
    """The same, with every other part in a process of its own, which is forked, so that nothing is imported twice."""
    mine, others, context = pairs[::2], pairs[1::2], get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, bundle, others, dtypes), daemon=True)
    process.start()
    sender.close()
    done = list(replay(bundle, mine, dtypes=dtypes, stopped=stopped))
    if not stopped():
        done += _received(receiver, bundle, others) or replay(bundle, others, dtypes=dtypes, stopped=stopped)
    process.terminate()
    process.join()
    by_part = {(component.pair.kind, component.pair.name): component for component in done}
    yield from (by_part[pair.kind, pair.name] for pair in pairs if (pair.kind, pair.name) in by_part)


def _send(sender: Connection, bundle: Bundle, pairs: Sequence[Pair], dtypes: Sequence[str] | None) -> None:
    """What travels back are the results alone: pairs hold functions, which do not travel."""
    with contextlib.suppress(Exception):  # where nothing arrives the other process replays these parts too, and says what is wrong
        sender.send([component.checks for component in replay(bundle, pairs, dtypes=dtypes, stopped=lambda: False)])


def _received(receiver: Connection, bundle: Bundle, pairs: Sequence[Pair]) -> list[Component]:
    try:
        found = receiver.recv()
    except EOFError:
        return []
    told = [with_book(pair, bundle.book(pair.kind, pair.name), Recorded) for pair in pairs]
    return [_component(pair, results) for pair, results in zip(told, found, strict=True)]


def can_be_halved(parts: int) -> bool:
    """Whether a second process pays, and forking is safe: on Linux, as long as there is one thread and no TensorFlow."""
    alone = threading.active_count() == 1 and "tensorflow" not in sys.modules
    return parts > MANY and alone and sys.platform == "linux" and (os.cpu_count() or 1) > 1


def versions(bundle: Bundle) -> Mapping[str, Any]:
    """The reference's versions, as they were when it was recorded."""
    return {name: bundle.environment[name] for name in ("keras", "tensorflow")} | {"bundle": bundle.sha256}
