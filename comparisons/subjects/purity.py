"""Side effects and fragility of somebody else's code: found by calling it, whatever it computes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from comparisons.judging import distance, largest
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.finding_row import Found
from comparisons.subjects.worker import CandidateError

VIEWS_BACK = ("ZeroPadding1D", "ZeroPadding2D")  # whose gradient is a piece of the upstream gradient, and may well be a view of it
SAME = 1e-9  # relative: what differs more is another result, not another rounding

STEP = 2.0**-28  # relative, 16 times below the spacing of single precision
ASSIGN = "assign the gradient, or set it to 0 first"
JUMP = 1e-10  # relative to the result: h f' itself is 4e-9, its change 1e-17, a rounding to single precision 6e-8


def side_effects(pair: Any, case: Case, *, flush: str = "") -> Iterator[Found]:
    """Everything that a call changes beside its result.

    Args:
        pair: an adapted pair.
        case: an ordinary example.
        flush: what its users do between batches, as code; empty for nothing.
    """
    manner = pair.manner
    try:
        with manner.session.watched() as watched:
            first = pair.candidate(case.copied())
            again = manner.adapter.again(manner.session, case.copied(), lambda: manner.reference(case, pair.reference))
            if pair.kind == "activation":
                pair.candidate(case.with_x(1 + np.abs(case.x)))  # where nothing is cut off, some hand x back
        second = pair.candidate(case.copied())
    except (CandidateError, UnusableResultError):
        return
    dtype = case.dtype
    for where in dict.fromkeys(watched.mutated):
        yield Found("mutates-input", "P", where, dtype, f"{where} is overwritten by the call", "work on a copy: x = x.copy()")
    in_place = pair.kind == "optimizer" and any("args[" in where for where in watched.shared)  # and handed back
    if watched.shared and not watched.mutated and not pair.shares and pair.name not in VIEWS_BACK and not in_place:
        where = watched.shared[0]
        yield Found("aliases-output", "P", where, dtype, f"the result shares memory ({where})", "return a new array")
    different = "" if getattr(pair, "random", False) else _different(first, second)
    if watched.touched and not different and not getattr(pair, "random", False) and not manner.adapter.makes_weights_late:
        what = ", ".join(watched.touched)  # who draws from it changes it, too
        yield Found("global-state", "P", "call", dtype, f"calling it changes {what}", "use np.random.default_rng(seed) of its own")
    if different:
        yield Found(
            "nondeterministic", "P", different, dtype, f"{different} is another one the second time",
            "draw random numbers from a generator that is passed in",
        )  # fmt: skip
    elif again:
        yield from _remembering(again, dtype, flush)


def _remembering(again: list[Outcome], dtype: str, flush: str) -> Iterator[Found]:
    """The same object asked again: forward and backward once more, then backward alone. What is meant to move, such as averages, may."""
    first, second, third = ({what: a for what, a in outcome.items() if not what.startswith("state ")} for outcome in again)
    doubled = [what for what in first if what.startswith("gradient ") and _is_close(second[what], 2 * first[what]) and np.any(first[what])]
    if doubled:
        where = ", ".join(doubled)
        said = f"{where} of a second backward is twice the first: gradients add up"
        said, fix = (f"{said} until {flush}", f"{flush} between batches") if flush else (said, ASSIGN)
        yield Found("accumulates-gradient", "C" if flush else "P", where, dtype, said, fix)
    elif flush:
        return  # it remembers on purpose
    elif different := _different(first, second) or _different(first, third):
        code = "hidden-state-kept" if different == "output" else "mutates-cache"
        said = "depends on what was computed before" if different == "output" else "differs when backward runs a second time"
        fix = "begin every forward with a state of zeros" if different == "output" else "leave stored values as they are"
        yield Found(code, "D" if different == "output" else "P", different, dtype, f"{different} {said}", fix)


def works_in_single_precision(pair: Any, case: Case) -> bool:
    """Whether less than double precision is at work inside, although the results are doubles.

    Moved by a step far below single precision, a smooth function changes evenly: f(x + h) - 2 f(x) + f(x - h) is next to nothing. One that
    rounds on the way changes in jumps.
    """
    if case.dtype != "float64" or case.x.dtype.kind != "f":
        return False
    try:
        if "float32" in pair.manner.adapter.kept_dtypes(pair.manner.session, case):
            return True
        if getattr(pair, "random", False):
            return False
        back, there, forth = (pair.candidate(case.with_x(case.x * (1 + STEP * sign))) for sign in (-1, 0, 1))
    except (CandidateError, UnusableResultError):
        return False
    return any(
        back[what].shape == forth[what].shape == a.shape and largest(back[what] - 2 * a + forth[what]) > JUMP * max(largest(a), 1.0)
        for what, a in there.items()
        if np.isfinite(a).all()
    )


def truncated_integers(pair: Any, case: Case) -> Iterator[Found]:
    """Whole numbers as floats and as integers: an integer array that is taken as a buffer cuts the fractions off.

    Args:
        pair: an adapted pair, deterministic.
        case: an ordinary example.
    """
    if case.x.dtype.kind != "f" or not pair.manner.adapter.takes_integers:
        return
    whole = np.round(case.x * 3)
    try:
        mine, cut = (pair.candidate(case.with_x(x)) for x in (whole, whole.astype("int64")))
    except (CandidateError, UnusableResultError):
        return
    different = "" if _is_close(mine["output"], cut["output"]) else "output"
    if different:
        yield Found(
            "int-truncation", "P", different, case.dtype, f"for an integer type {different} is another one than for floats",
            "make buffers with dtype=float: np.zeros_like(x, dtype=float)",
        )  # fmt: skip


def drift(pair: Any, *, counts: bool) -> Iterator[Found]:
    """Results of another floating type than the input's: a note, unless a floating type was asked for."""
    for dtype, kinds in pair.manner.dtypes.items():
        other = sorted({kind.rpartition(": ")[2] for kind in kinds} - {dtype})
        floats = [kind for kind in other if kind.startswith("float")]
        if floats and dtype == "float32":
            yield Found(
                "dtype-drift",
                "P",
                "output",
                dtype,
                f"{dtype} goes in, {floats[0]} comes out",
                "make constants and buffers of x.dtype",
                note=not counts,
            )


def _different(first: Outcome, second: Outcome) -> str:
    """The first quantity that is not the same; empty if all are."""
    return next((what for what in first if what not in second or not _is_close(first[what], second[what])), "")


def _is_close(a: np.ndarray, b: np.ndarray) -> bool:
    if a.shape != b.shape:
        return False
    return bool((distance(np.asarray(a, float), np.asarray(b, float)) <= SAME * max(largest(a), 1e-30)).all())
