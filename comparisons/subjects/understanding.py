"""From a sighting to a pair: which part it is, and how it is called."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from comparisons.pairs import PAIRS
from comparisons.pairs.pair import Pair
from comparisons.subjects.asking import asks_for_more
from comparisons.subjects.conventions.adapter import Adapter
from comparisons.subjects.conventions.reading import Reading, tied, weighed
from comparisons.subjects.conventions.registry import ways_to_call
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.references import pair_of
from comparisons.subjects.worker import CandidateError

ONE_STEP = "one step, where Keras's layer takes a whole sequence or image: what loops over it is checked"
LESS_LIKELY = 2  # ways at most that are asked for causes only where the likelier ones are not explained
UNNAMED_KINDS = ("activation", "loss", "layer")


@dataclass(frozen=True)
class Understood:
    """What a sighting turned out to be.

    Args:
        sighting: as it was found.
        reading: the best way to call it; None if there is none.
        others: other ways that fit as well, and compute something else.
        less_likely: some of those under which as many quantities are right, but fewer numbers: it is one of them if that explains all.
        why_not: why there is none.
    """

    sighting: Sighting
    reading: Reading | None
    others: tuple[Reading, ...] = ()
    less_likely: tuple[Reading, ...] = ()
    why_not: str = ""
    problem: Any = None
    references: tuple[Reference, ...] = field(default=())

    @property
    def pair(self) -> Any:
        """The part in the candidate's place."""
        assert self.reading is not None
        return self.reading.pair


def understand(sighting: Sighting, session: Session) -> Understood:
    """Try everything it may be, in every way it may be called; numbers decide."""
    found: list[Reading] = []
    tried = False
    session.problems.clear()
    session.problems_back.clear()
    session.went_through = False
    for reference in sighting.references or _any_of(sighting):
        adapters = [adapter for adapter in _ways(sighting, reference, session) if sighting.words <= adapter.words]
        tried |= bool(adapters)
        readings = weighed(pair_of(reference), adapters, session)
        found += [reading for reading in readings if sighting.named or _is_exact(sighting, reading) or is_proved(sighting, reading)]
        if any(reading.exact for reading in readings):
            break
    found.sort(key=lambda reading: reading.weight, reverse=True)
    working = _whole_first([reading for reading in found if reading.works])
    if working:
        best, others, further = working[0], *_others(working)
        return Understood(sighting, best, others, further, problem=_complaint(found, session) if best.adapter.incomplete else None)
    if found:
        problem = found[-1].problem or found[0].problem
        why_not = _cannot(found)
    else:
        problem = session.problems[0] if session.problems and not session.went_through else None  # of the likeliest way
        why_not = f"could not be called: {problem}" if problem is not None else _why_not(sighting, tried or session.went_through)
    unusable = [said for said in session.problems if said.kind == "unusable"]
    if sighting.cell:
        return Understood(sighting, None, why_not=ONE_STEP)
    if asked := str(unusable[0]) if unusable else asks_for_more(sighting, problem):
        return Understood(sighting, None, why_not=asked)
    return Understood(sighting, None, problem=problem, why_not=why_not)


def _is_exact(sighting: Sighting, reading: Reading) -> bool:
    """Whether all that it computes is right; a whole network goes forward as a layer does, and back from labels."""
    return reading.exact and not (reading.adapter.incomplete and sighting.takes_labels)


def _others(working: list[Reading]) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    """Ways that nothing tells from the best, and some less likely ones; none where the best is entirely right."""
    best = working[0]
    if best.exact:
        return (), ()
    alike = tied(working)
    further = [one for one in working if one.weight[:-1] == best.weight[:-1] and one.pair.name == best.pair.name and one not in alike]
    return tuple(alike[1:]), tuple(sorted(further, key=lambda reading: reading.place)[:LESS_LIKELY])


def _whole_first(working: list[Reading]) -> list[Reading]:
    """What leaves a derivative out is right only in what is left: it does not win over the whole, if the output of that is right."""
    whole = [reading for reading in working if not reading.adapter.incomplete and reading.grades.get("output") == 1]
    if not whole or not working[0].adapter.incomplete:
        return working
    return [*whole, *(reading for reading in working if reading not in whole)]


def is_proved(sighting: Sighting, reading: Reading) -> bool:
    """Whether what it computes says what it is, so that what goes back has to fit; a loss's labels are named by its two arguments."""
    return reading.is_proved and (reading.pair.kind == "loss" or not sighting.takes_labels)


def unforeseen(problem: Exception) -> CandidateError:
    """Results that nobody has thought of, said with the place in parity where they did harm."""
    place = traceback.extract_tb(problem.__traceback__)[-1]
    told = f"{type(problem).__name__}: {problem} ({Path(place.filename).name}, line {place.lineno})"
    return CandidateError("protocol", f"parity could not make sense of what it computes: {told}")


def _complaint(found: list[Reading], session: Session) -> Any:
    """Why the complete ways to call it did not work."""
    problems = [reading.problem for reading in found if reading.problem is not None and not reading.adapter.incomplete]
    return next(iter([*problems, *session.problems_back]), None)


def _cannot(found: list[Reading]) -> str:
    problem = next((reading.problem for reading in found if reading.problem is not None), None)
    return f"could not be called: {problem}" if problem is not None else "computes nothing of the right shape"


def _why_not(sighting: Sighting, tried: bool) -> str:
    if sighting.hinted:
        return something_else(sighting)
    if not sighting.named:
        return "its name says nothing, and it computes nothing that is known"
    wanted = sighting.references[0][1] if sighting.references else "a part"
    words = f" and {', '.join(sorted(sighting.words))}" if sighting.words else ""
    if tried:
        return f"it computes nothing that could be taken for {wanted}{words}"
    given = ", ".join(p.name for member in sighting.members[:1] for p in member.parameters)
    return f"nobody can guess how ({given}) is meant for {wanted}{words}"


def something_else(sighting: Sighting) -> str:
    """Why what has the name of a part among other words is none."""
    wanted = sighting.references[0][1]
    return f"called like {wanted}, but what it computes is not that; --only {sighting.name} --as {wanted} checks it as one"


def _ways(sighting: Sighting, reference: Reference, session: Session) -> Iterator[Adapter]:
    return ways_to_call(sighting, reference, session)


@cache
def _kinds() -> dict[str, list[Pair]]:
    return {kind: [pair for pair in PAIRS if pair.kind == kind] for kind in UNNAMED_KINDS}


def _any_of(sighting: Sighting) -> tuple[Reference, ...]:
    """What something without a telling name may be, by its number of arguments."""
    from comparisons.subjects.inventory.sighting import required

    count = len(required(sighting.value)) if sighting.value is not None else 0
    if sighting.is_class:
        return (("layer", "Dense"), *((("activation", name)) for name in COMMON_ACTIVATIONS), ("layer", "Flatten"))
    kind, names = ("activation", COMMON_ACTIVATIONS) if count == 1 else ("loss", COMMON_LOSSES)
    return tuple((kind, name) for name in names)


COMMON_ACTIVATIONS = ("sigmoid", "relu", "tanh", "softmax", "leaky_relu", "softplus", "silu", "elu", "gelu", "log_softmax")
"""Without `linear`: whatever hands on what it gets is that."""
COMMON_LOSSES = ("MeanSquaredError", "BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy", "MeanAbsoluteError")
