"""Everything that is found out about the parts of one target."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from comparisons.checks.engine import CheckResult, Counterexample
from comparisons.pairs.case import Case
from comparisons.subjects.adapted_pair import FATAL
from comparisons.subjects.asking import lacks_its_object, prepares, way_back
from comparisons.subjects.causes import causes
from comparisons.subjects.checking import run_checks_on, smallest_example
from comparisons.subjects.conventions.layers.square import missing_transpose
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.defaults import other_defaults
from comparisons.subjects.finding.load import Target
from comparisons.subjects.finding_row import Found
from comparisons.subjects.inventory.find import find_parts
from comparisons.subjects.inventory.methods import FLUSH, pick
from comparisons.subjects.inventory.sighting import LeftAlone, Sighting
from comparisons.subjects.options import look_at_options, only_without
from comparisons.subjects.purity import drift, side_effects, truncated_integers, works_in_single_precision
from comparisons.subjects.understanding import Understood, is_proved, something_else, understand, unforeseen
from comparisons.subjects.worker import CandidateError

NARROW = "dtype-drift: it computes in float32 whatever it is given, and is judged in float32 alone"


@dataclass(frozen=True)
class Wishes:
    """What was asked for.

    Args:
        examples: of every check in float64; a third of them in float32.
        seed: of the examples.
        dtypes: floating types.
        accepted: codes that do not count against a part.
        of_each: the same for one part, by `target:name`.
        asked_dtype: floating types were asked for, so that another one in a result counts.
    """

    examples: int = 40
    seed: int = 0
    dtypes: tuple[str, ...] = ("float64", "float32")
    accepted: frozenset[str] = frozenset()
    of_each: Mapping[str, frozenset[str]] = field(default_factory=dict)
    asked_dtype: bool = False


@dataclass
class Examined:
    """One part, examined.

    Args:
        subject: `net.py:sigmoid`.
        understood: what it was taken for.
        checks: what they found.
        findings: causes and side effects.
        counterexample: the smallest example on which it differs.
        specimen: a richer one.
        region: where it differs as far as nothing explains it.
        problem: why it could not be examined.
        message: why nothing could be paired with it, or with how it goes back.
        failing: the check that the counterexample is of.
        explained: whether the findings explain what differs.
        notes: what else is worth telling.
        worker: the process it ran in.
        seconds: how long it took.
    """

    subject: str
    target: Target
    understood: Understood
    checks: list[CheckResult] = field(default_factory=list)
    findings: list[Found] = field(default_factory=list)
    counterexample: Counterexample | None = None
    specimen: Counterexample | None = None
    region: str = ""
    problem: CandidateError | None = None
    message: str = ""
    failing: str = ""
    explained: bool = True
    notes: list[str] = field(default_factory=list)
    worker: Any = None
    seconds: float = 0.0

    @property
    def name(self) -> str:
        """Of the part."""
        return self.understood.sighting.name

    @property
    def is_nothing(self) -> bool:
        """Whether it only looked as if it might be a part."""
        return self.understood.reading is None and not self.understood.sighting.named and self.problem is None

    @property
    def left_alone(self) -> LeftAlone:
        """The same as something that was left alone."""
        return self.understood.sighting.left_alone(self.message)

    @property
    def verdict(self) -> str:
        """One of the six."""
        counting = [found for found in self.findings if found.counts]
        if self.problem is not None:
            return "error"
        if self.understood.reading is None:
            return "unrecognised"
        if self.region or not self.explained:
            return "mismatch"
        if any(found.kind in "DP" for found in counting):
            return "deviation"
        if self.message:
            return "unrecognised"
        return "convention" if counting else "match"


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
        examined = _examined(target, session, sighting, wishes)
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
        elif isinstance(understood.problem, CandidateError) and sighting.named and not sighting.hinted:
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


def look_at(examined: Examined, wishes: Wishes) -> None:
    """Check it, probe it for side effects, and look for the causes of what differs."""
    pair = examined.understood.pair
    case = pair.specimen("float64", {}, training=True)
    own = pair.manner.adapter.own_findings(examined.understood.sighting)
    value = examined.understood.sighting.value
    flush = pick(value, FLUSH) if value is not None else None
    examined.findings = [*own, *side_effects(pair, case, flush=flush.name if flush is not None else "")]
    random = any(found.code == "nondeterministic" for found in examined.findings)  # of which nothing else can be said
    examined.findings += [] if random else truncated_integers(pair, case)
    examined.notes += _not_compared(pair, case)
    narrow = not wishes.asked_dtype and (pair.manner.narrow or works_in_single_precision(pair, case))
    examined.notes += [NARROW] if narrow else []
    examined.checks = run_checks_on(pair, wishes.examples, wishes.seed, ("float32",) if narrow else wishes.dtypes)
    judged = examined.checks
    failing = [check for check in judged if not check.passed]
    if not failing:
        options = look_at_options(examined.understood, wishes.seed, "float32" if narrow else wishes.dtypes[0])
        examined.checks, examined.findings = [*examined.checks, *options.checks], [*examined.findings, *options.findings]
        examined.notes += options.notes
        examined.understood = options.failed or examined.understood
        pair, failing = examined.understood.pair, [check for check in options.checks if not check.passed]
        judged = failing or judged
    error = pair.manner.last_error
    if failing and all(check.error for check in judged) and error is not None:
        why = None if error.kind in FATAL else causes(examined.understood, failing, None)
        explained = why is not None and bool(why.findings) and not why.region
        examined.problem = None if explained else error
        examined.findings += why.findings if explained and why is not None else []
        return
    if failing:
        examined.counterexample, examined.specimen = smallest_example(pair, failing, wishes.seed)
        examined.failing = failing[0].name
    if failing and not random:
        why = causes(examined.understood, failing, examined.counterexample)
        if why.reading is not examined.understood.reading:  # the way that explains it is the right one: once more by that
            examined.understood, examined.notes = replace(examined.understood, reading=why.reading, others=()), []
            look_at(examined, wishes)
            return
        examined.findings += why.findings
        examined.region, examined.explained = why.region, bool(why.findings)
        examined.notes += only_without(pair) if examined.verdict == "convention" else []
    if examined.explained and not examined.region:
        examined.findings += pair.manner.adapter.stated()
    examined.findings += [*other_defaults(pair), *drift(pair, counts=wishes.asked_dtype)]
    accepted = wishes.accepted | wishes.of_each.get(examined.subject, frozenset())
    examined.findings = [replace(found, accepted=found.code in accepted) for found in examined.findings]


def _not_compared(pair: Any, case: Case) -> list[str]:
    """Gradients and states that Keras has and that were nowhere to be found, though others were."""
    offers = pair.manner.offers
    if pair.kind in ("optimizer", "tape") or not any(what.startswith("gradient ") for what in offers):
        return []
    missing = sorted(pair.manner.base.reference(case).keys() - offers)
    return [f"not compared: {', '.join(missing)}; nothing that looks like it was found"] if missing else []


def say_what_is_missing(examined: Examined) -> None:
    """A way back that is there but could not be called is an error of its own, or beyond guessing: then the part is no match."""
    reading = examined.understood.reading
    if reading is None or not reading.adapter.incomplete or examined.problem is not None:
        return
    sighting, problem = examined.understood.sighting, examined.understood.problem
    examined.findings += (causes := missing_transpose(sighting, reading.pair, reading.pair.manner.session))
    if causes:
        return
    back = way_back(sighting)
    if setter := prepares(sighting, problem):
        said = f"{setter}() has to be called before {back}, and nobody can guess with what"
    elif asked := lacks_its_object(sighting, problem):
        said = asked
    elif isinstance(problem, CandidateError):
        examined.problem = CandidateError(problem.kind, f"going back: {problem.message}", problem.line)
        return
    else:
        said = str(problem or f"nobody can guess how {back} is called, or where it leaves its gradients")
    said = f"only its output was checked: {said}"
    if examined.verdict in ("deviation", "mismatch"):
        examined.notes.append(said)
    else:
        examined.message = said
