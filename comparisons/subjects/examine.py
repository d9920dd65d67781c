"""Everything that is found out about the parts of one target."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from comparisons.subjects.adapted_pair import FATAL
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.examined import Examined, Wishes
from comparisons.subjects.finding.load import Target
from comparisons.subjects.handed_through import pardon_handing_through
from comparisons.subjects.inventory.find import find_parts
from comparisons.subjects.inventory.sighting import LeftAlone, Sighting
from comparisons.subjects.looking import look_at, say_what_is_missing
from comparisons.subjects.understanding import Understood, is_proved, something_else, understand, unforeseen
from comparisons.subjects.worker import CandidateError


def find(target: Target, session: Session) -> tuple[list[Sighting], list[LeftAlone]]:
    """The parts of a target, without looking at what they compute.

    Raises:
        CandidateError: it cannot be executed.
    """
    return find_parts(session.members(), target.source.module or "subject")


def examine(
    target: Target, session: Session, sightings: Sequence[Sighting], wishes: Wishes, stopped: Callable[[], bool]
) -> Iterator[Examined]:
    """Each part in turn; those that numbers had to identify, and that compute nothing known, `is_nothing`."""
    for sighting in sightings:
        if stopped():
            return
        began = time.monotonic()
        session.worker.turn_to_next()
        examined = _examined(target, session, sighting, wishes)
        pardon_handing_through(examined, session)
        examined.seconds = time.monotonic() - began
        yield examined


def _examined(target: Target, session: Session, sighting: Sighting, wishes: Wishes) -> Examined:
    """One part. Whatever goes wrong with it is said of it, and does not keep the others from being examined."""
    subject = f"{target.source.name}:{sighting.name}"
    examined = Examined(subject, target, Understood(sighting, None), worker=session.worker)
    try:
        examined.understood = understood = understand(sighting, session)
        examined.message = understood.why_not
        if understood.reading is not None:
            look_at(examined, wishes)
            say_what_is_missing(examined)
            _doubt(examined)
        elif isinstance(understood.problem, CandidateError) and sighting.named and not (sighting.hinted or sighting.cell):
            examined.problem = understood.problem
    except CandidateError as problem:
        examined.problem = problem
    except Exception as problem:  # an error of this part; what only might have been one is none
        told = unforeseen(problem)
        if sighting.named or examined.understood.reading is not None:
            examined.problem = told
        examined.message = "" if examined.problem else told.message
    return examined


def _doubt(examined: Examined) -> None:
    """What only one word of a name says it is, and differs in a way that nothing explains, is something else rather than wrong."""
    sighting = examined.understood.sighting
    if not sighting.hinted or examined.verdict not in ("deviation", "mismatch", "error") or _is_surely_that(examined):
        return
    if examined.problem is not None and examined.problem.kind in FATAL:
        return
    examined.understood = replace(examined.understood, reading=None)
    examined.message, examined.region, examined.problem = something_else(sighting), "", None
    examined.checks, examined.findings, examined.notes = [], [], []
    examined.counterexample = examined.specimen = None


def _is_surely_that(examined: Examined) -> bool:
    """Whether a known mistake explains all that differs, or the output is that part's wherever it is used for training."""
    if examined.verdict == "deviation" and any(found.counts and found.kind == "D" for found in examined.findings):
        return True
    reading = examined.understood.reading
    if reading is None or not is_proved(examined.understood.sighting, reading):
        return False
    failed = [check.counterexample for check in examined.checks if not check.passed and check.name == "forward"]
    return not any(
        one is not None and one.compared.what == "output" and (one.case.training or reading.pair.kind != "layer") for one in failed
    )
