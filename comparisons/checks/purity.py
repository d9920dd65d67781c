"""Side effects: what a computation must leave alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared, alike, judge, unlike
from comparisons.pairs.pair import Outcome


def purity(example: Example) -> Iterator[Compared]:
    """Inputs and upstream keep their bytes, results share no memory with them, a second call says the same, nobody's random state moves."""
    case = replace(example.case.copied(), handed=[])
    arrays = {**case.inputs, **case.given}
    before = {name: a.copy() for name, a in arrays.items()}
    random_before = _random_state()
    first = example.call(case, own=True)
    kept = {what: np.array(value, copy=True) for what, value in first.items()}
    second = example.call(case, own=True)
    for name, a in arrays.items():
        yield _same_bytes(f"{name} after the call", a, before[name])
    for dy in case.handed or []:
        yield _same_bytes("upstream gradient after the call", dy, example.case.upstream(dy.shape))
    for what, value in first.items():
        yield _same_bytes(f"{what} after a second call", value, kept[what])
        yield _same_bytes(f"{what} of a second call", second[what], kept[what])
    yield _same_bytes("NumPy's global random state", _random_state(), random_before)
    if not example.pair.shares:
        yield _own_memory(first, arrays)


def _own_memory(outcome: Outcome, arrays: Mapping[str, np.ndarray]) -> Compared:
    """A result that shares memory with an input changes when somebody writes into either."""
    for what, value in outcome.items():
        for name, a in arrays.items():
            if np.may_share_memory(value, a) and np.shares_memory(value, a):
                return unlike(what, value, a, f"shares memory with {name}")
    return alike("memory of the results")


def _random_state() -> np.ndarray:
    """The key, which changes once in 624 numbers, and the place in it, which every number changes."""
    _, key, place, *_ = np.random.get_state(legacy=True)  # noqa: NPY002  # the global state is what must not change
    return np.append(key, place)


def _same_bytes(what: str, now: np.ndarray, before: np.ndarray) -> Compared:
    now, before = np.asarray(now), np.asarray(before)
    if now.shape == before.shape and now.tobytes() == before.tobytes():
        return alike(what)
    compared = judge(what, now, before, dtype="float64")
    return compared if not compared.passed else unlike(what, now, before, "changed")


CHECKS = [
    Check("purity", "Nothing but the result changes: not the inputs, not an earlier result, not a hidden state.", purity),
]
