"""Side effects: what a computation must leave alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared, judge, unlike


def purity(example: Example) -> Iterator[Compared]:
    """Inputs keep their bytes, results share no memory with them, a second call says the same, nobody's random state moves."""
    case = example.case
    before = {name: a.copy() for name, a in {**case.inputs, **case.given}.items()}
    random_before = np.random.get_state()[1].copy()  # noqa: NPY002  # the global state is what must not change
    first = example.call(case)
    kept = {what: np.array(value, copy=True) for what, value in first.items()}
    second = example.call(case)
    for name, a in {**case.inputs, **case.given}.items():
        yield _same_bytes(f"{name} after the call", a, before[name])
        for what, value in first.items():
            if what == "output" and np.may_share_memory(value, a) and np.shares_memory(value, a) and value.base is not a and value is not a:
                yield unlike(what, np.asarray(value), a, f"shares memory with {name}")
    for what, value in first.items():
        yield _same_bytes(f"{what} after a second call", value, kept[what])
        yield _same_bytes(f"{what} of a second call", second[what], kept[what])
    yield _same_bytes("NumPy's global random state", np.random.get_state()[1], random_before)  # noqa: NPY002  # see above


def _same_bytes(what: str, now: np.ndarray, before: np.ndarray) -> Compared:
    now, before = np.asarray(now), np.asarray(before)
    if now.shape != before.shape or now.tobytes() != before.tobytes():
        compared = judge(what, now, before, dtype="float64", settled=True)
        return compared if not compared.passed else unlike(what, now, before, "changed")
    return Compared(what, now, before, np.zeros(1), np.ones(1), settled=True)


CHECKS = [
    Check("purity", "Nothing but the result changes: not the inputs, not an earlier result, not a hidden state.", purity),
]
