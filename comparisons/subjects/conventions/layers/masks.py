"""Which entries dropout keeps: as many as the rate says, each by a draw of its own, and others in every call."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared, alike, unlike
from comparisons.pairs.case import Case
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.worker import Call, CandidateError

KEPT, DRAWN = "share of entries kept", "masks"
LARGE, SMALL = (500, 400), (20, 30)
FALSE_ALARMS = 1e-9
SEEDS = (1, 2)
RATES = (0.25, 0.125, 0.5)


def kept_share(example: Example) -> Iterator[Compared]:
    """The share of ones that are kept in training, against 1 - rate; Hoeffding's inequality says how far chance may take it."""
    case = ones(example.case, LARGE)
    manner = example.pair.manner  # type: ignore[attr-defined]  # an adapted pair
    kept = mask_of(manner.adapter, manner.session, case)
    if manner.adapter.by_batch and (problem := drawn_together(kept)):
        yield unlike(KEPT, np.zeros(0), np.zeros(0), problem)
        return
    share, wanted = float(np.mean(kept)), 1 - case.settings["rate"]
    compared = Compared(
        KEPT, np.asarray(share), np.asarray(wanted), np.asarray(abs(share - wanted)), np.asarray(room(case.x.size)), settled=True
    )
    yield (
        compared
        if compared.passed
        else unlike(KEPT, compared.candidate, compared.reference, f"{share:.4f}, where it should be {wanted:.4f}")
    )


def drawn_anew(example: Example) -> Iterator[Compared]:
    """Each entry of a mask is a draw of its own, and no two calls have the same one.

    Of independent draws, two masks of 600 entries agree with a probability of 0.79^600, or 1e-61, at the rates that are tried.
    """
    manner = example.pair.manner  # type: ignore[attr-defined]  # an adapted pair
    masks = manner.adapter.masks(manner.session, ones(example.case, SMALL))
    problem = drawn_together(masks[0]) or repeated(masks)
    yield unlike("mask", masks[0], masks[-1], problem) if problem else alike("mask")


def repeated(masks: list[np.ndarray]) -> str:
    """What is wrong with the masks of two calls in training; empty for nothing."""
    return "the same in two calls in training" if np.array_equal(masks[0], masks[1]) else ""


def drawn_together(kept: np.ndarray) -> str:
    """Which entries are kept or dropped together instead of each by itself; empty for none."""
    if not 0 < kept.sum() < kept.size:
        return ""
    if (kept == kept[:1]).all():
        return "all samples keep the same entries: the mask is drawn once for the batch"
    return "a sample is kept or dropped as a whole: the mask is drawn once for it" if (kept == kept[:, :1]).all() else ""


def seeds_numpy(adapter: Any, session: Session, case: Case) -> bool:
    """Whether a call leaves NumPy's global generator in the same state whatever state it found: by chance once in 2^53."""
    program: list[Any] = []
    places = []
    for seed in SEEDS:
        program.append(Call("numpy.random.seed", (seed,), silent=True))
        program = adapter.forward_after(program, ones(case, SMALL))
        program.append(Call("numpy.random.random", ()))
        places.append(len(program) - 1)
    results = session.run(program)
    return bool(results[places[0]] == results[places[1]])


def mask_of(adapter: Any, session: Session, case: Case) -> np.ndarray:
    """Which entries of ones are kept."""
    bare = replace(adapter, backward=None, results={})
    kept: np.ndarray = np.asarray(bare.outcome(session, case, lambda: {"output": case.x})["output"]) != 0
    return kept


def shares_of(adapter: Any, session: Session, case: Case, rates: tuple[float, ...]) -> dict[float, float]:
    """The share that is kept, by rate; none where entries are not drawn each by itself."""
    masks = {rate: mask_of(adapter, session, ones(case.with_settings(rate=rate), LARGE)) for rate in rates}
    return {rate: float(kept.mean()) for rate, kept in masks.items() if not drawn_together(kept)}


def with_share(way: Any, pair: Any, session: Session) -> Any:
    """The same way of calling it; of dropout with the share that it keeps when it is told `RATES[0]`."""
    if pair.name != "Dropout":
        return way
    case = pair.specimen("float64", {"rate": RATES[0]}, training=True)
    try:
        return replace(way, share=shares_of(way, session, case, RATES[:1]).get(RATES[0]))
    except (CandidateError, UnusableResultError):
        return way


def room(draws: int) -> float:
    """How far chance takes a share of that many draws, but for one time in a billion."""
    return math.sqrt(math.log(2 / FALSE_ALARMS) / 2 / draws)


def ones(case: Case, shape: tuple[int, ...]) -> Case:
    """The example in training with ones flowing in."""
    return replace(case, training=True).with_x(np.ones(shape, dtype=case.x.dtype))


CHECKS = (
    Check(KEPT, "As many entries are kept as the rate says.", kept_share, examples=2),
    Check(DRAWN, "Every entry is kept or dropped by a draw of its own, and every call in training draws anew.", drawn_anew, examples=2),
)
