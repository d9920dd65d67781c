"""Looks at one part: its checks, its side effects, and the causes of what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from comparisons.pairs.case import Case
from comparisons.subjects.adapted_pair import FATAL
from comparisons.subjects.asking import lacks_its_object, prepares, way_back
from comparisons.subjects.causes import causes
from comparisons.subjects.checking import run_checks_on, smallest_example
from comparisons.subjects.conventions.layers.square import missing_transpose
from comparisons.subjects.conventions.switches import switch_of
from comparisons.subjects.defaults import other_defaults
from comparisons.subjects.examined import Examined, Wishes
from comparisons.subjects.inventory.methods import FLUSH, pick
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.options import look_at_options, only_without
from comparisons.subjects.own_update import look_at_update
from comparisons.subjects.purity import drift, side_effects, truncated_integers, works_in_single_precision
from comparisons.subjects.worker import CandidateError

NARROW = "dtype-drift: it computes in float32 whatever it is given, and is judged in float32 alone"


def look_at(examined: Examined, wishes: Wishes) -> None:
    """Check it, probe it for side effects, and look for the causes of what differs; then its own update of its weights, if it has one."""
    dtypes = _look_at(examined, wishes)
    if examined.problem is None and dtypes:
        look_at_update(examined, wishes.seed, dtypes)
    _accept(examined, wishes)


def _look_at(examined: Examined, wishes: Wishes) -> Sequence[str]:
    """All but the update; returns the floating types that it is judged in, none where its numbers cannot be compared."""
    pair = examined.understood.pair
    case = pair.specimen("float64", {}, training=True)
    own = pair.manner.adapter.own_findings(examined.understood.sighting)
    value = examined.understood.sighting.value
    flush = pick(value, FLUSH) if value is not None else None
    emptied = f"{flush.name}()" if flush is not None else pair.manner.adapter.emptied(examined.understood.sighting)
    examined.findings = [*own, *side_effects(pair, case, flush=emptied)]
    random = any(found.code == "nondeterministic" for found in examined.findings)  # of which nothing else can be said
    examined.findings += [] if random else truncated_integers(pair, case)
    sighting = examined.understood.sighting
    examined.notes += [*_not_compared(pair, case), *_left_as_it_is(pair, sighting), *pair.manner.adapter.caveats(sighting)]
    narrow = not random and not wishes.asked_dtype and (pair.manner.narrow or works_in_single_precision(pair, case))
    examined.notes += [NARROW] if narrow else []
    dtypes = ("float32",) if narrow else wishes.dtypes
    examined.checks = run_checks_on(pair, wishes.examples, wishes.seed, dtypes)
    judged = examined.checks
    failing = [check for check in judged if not check.passed]
    if not failing:
        options = look_at_options(examined.understood, wishes.seed, dtypes[0])
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
        return ()
    if failing:
        examined.counterexample, examined.specimen = smallest_example(pair, failing, wishes.seed)
        examined.failing = failing[0].name
    if failing and not random:
        why = causes(examined.understood, failing, examined.counterexample)
        if why.reading is not examined.understood.reading:  # the way that explains it is the right one: once more by that
            examined.understood, examined.notes = replace(examined.understood, reading=why.reading, others=()), []
            return _look_at(examined, wishes)
        examined.findings += why.findings
        examined.region, examined.explained = why.region, bool(why.findings)
        examined.notes += only_without(pair) if examined.verdict == "convention" else []
    if examined.explained and not examined.region:
        codes = {found.code for found in examined.findings}
        examined.findings += [found for found in pair.manner.adapter.stated() if found.code not in codes]
    examined.findings += [*other_defaults(pair), *drift(pair, counts=wishes.asked_dtype)]
    _accept(examined, wishes)
    if failing and random and not any(found.counts for found in examined.findings):
        examined.region = "everywhere: it computes other numbers in every call, so that none can be compared"
    return () if random else dtypes


def _accept(examined: Examined, wishes: Wishes) -> None:
    """Mark the findings that are meant."""
    accepted = wishes.accepted | wishes.of_each.get(examined.subject, frozenset())
    examined.findings = [replace(found, accepted=found.code in accepted) for found in examined.findings]


def _not_compared(pair: Any, case: Case) -> list[str]:
    """States that Keras has and that were nowhere to be found, and gradients, though others were."""
    missing = _missing(pair, case)
    why = pair.manner.adapter.hides or "nothing that looks like it was found"
    return [f"not compared: {', '.join(missing)}; {why}"] if missing else []


def _missing(pair: Any, case: Case) -> list[str]:
    offers = pair.manner.offers
    if pair.kind in ("optimizer", "tape"):
        return []
    goes_back = any(what.startswith("gradient ") for what in offers)
    return sorted(what for what in pair.manner.base.reference(case) if what not in offers and (goes_back or what.startswith("state ")))


def _left_as_it_is(pair: Any, sighting: Sighting) -> list[str]:
    said = " ".join(pair.manner.adapter.caveats(sighting))
    words = [name for name in _words_untold(pair, sighting) if f"{name}=" not in said]
    untold = [*pair.manner.adapter.untold(sighting), *words]
    return [f"not compared: what {', '.join(untold)} changes; Keras has nothing like it, so that it was left as it is"] if untold else []


def _words_untold(pair: Any, sighting: Sighting) -> list[str]:
    """Arguments of an activation or a loss that are left at a word: what they do for others was not looked at."""
    value = sighting.value
    if pair.kind not in ("activation", "loss") or value is None:
        return []
    switches = [switch_of(value, p, first=not number) for number, p in enumerate(value.parameters)]
    told = {switch.argument for switch in switches if switch}
    return [p.name for p in value.parameters if isinstance(p.default, str) and p.name not in told and p.default.isidentifier()]


def say_what_is_missing(examined: Examined) -> None:
    """A way back that is there but could not be called is an error of its own, or beyond guessing: then the part is no match.

    Nor is one whose way back leaves out that of a weight: what is not found may be of another shape than it should have.
    """
    reading = examined.understood.reading
    if reading is None or examined.problem is not None:
        return
    if not reading.adapter.incomplete:
        missing = _missing(reading.pair, reading.pair.specimen("float64", {}, training=True))
        gradients = [what for what in missing if what.startswith("gradient ") and what != "gradient of x"]
        hides = reading.adapter.hides or f"nothing that looks like the {', '.join(gradients)} was found"
        examined.message = f"only the rest was checked: {hides}" if gradients else ""
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
