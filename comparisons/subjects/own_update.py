"""A layer's own update of its weights, `update(lr)`: compared with plain gradient descent where it is understood, said where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from comparisons.checks.engine import CheckResult
from comparisons.pairs.pair import SIZES
from comparisons.subjects.adapted_pair import adapted
from comparisons.subjects.checking import run_checks_on, smallest_example
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.places import Slot
from comparisons.subjects.conventions.layers.stated import DIVIDED_LATER, divided
from comparisons.subjects.conventions.layers.update_check import GRADIENT
from comparisons.subjects.conventions.layers.update_methods import Update, inside_of, unchecked, updates_of
from comparisons.subjects.conventions.layers.update_probe import Tried, places_of_weights, tried
from comparisons.subjects.conventions.layers.updating import Updating, updating
from comparisons.subjects.examined import Examined
from comparisons.subjects.finding_row import Found
from comparisons.subjects.update_causes import causes_of_update
from comparisons.subjects.update_slips import DIVIDED, UNCHANGED
from comparisons.subjects.worker import CandidateError

EXAMPLES = 6  # of float64; no example of another size or setting is of another kind here
RATED = "it goes back with a learning rate"
Places = dict[str, Slot]


def look_at_update(examined: Examined, seed: int, dtypes: Sequence[str]) -> None:
    """Its updates, one after the other; what was found is added to the rest.

    Args:
        examined: the part; everything else about it is known.
        seed: of the examples.
        dtypes: that it is judged in.
    """
    pair, member = examined.understood.pair, examined.understood.sighting.value
    adapter = pair.manner.adapter
    if member is None or type(adapter) is not Layer or adapter.own_rule or not (adapter.slots or adapter.given):
        return
    found = [*([inside_of(member, adapter)] if adapter.moves and not _steps(adapter) else []), *updates_of(member, adapter)]
    kept = places_of_weights(adapter, pair, pair.manner.session) if found else None
    why_not = _out_of_reach(pair, adapter) if found else ""
    if kept is None or why_not:
        examined.notes += unchecked([replace(one, why_not=why_not or "nobody can guess where it keeps its weights") for one in found])
        return
    if adapter.moves:
        found = [replace(one, why_not=one.why_not or ("" if one.inside else RATED)) for one in found]
    left = [one for one in found if one.why_not]
    for updates, outcome in _together(pair, [one for one in found if not one.why_not], kept):
        if outcome.problem is not None:
            _raises(examined, updates, outcome.problem)
        why_not = outcome.why_not or ("" if outcome.problem else _compared(examined, updates, _with(pair, updates, kept), seed, dtypes))
        left += [replace(one, why_not=why_not) for one in updates if why_not]
    examined.notes += unchecked(left)


def _out_of_reach(pair: Any, adapter: Layer) -> str:
    """Why no update of this layer can be compared; empty if it can."""
    if adapter.backward is None:
        return "it was not called backwards"
    if adapter.per == "row":
        return "it takes one sample at a time"
    if _steps(adapter):
        return RATED
    case = pair.specimen("float64", {}, training=True)
    missing = sorted(_weights(pair.manner.reference(case, pair.manner.base.reference)) - _weights(pair.manner.offers))
    return f"no gradient of {', '.join(missing)} was found" if missing else ""


def _steps(adapter: Layer) -> bool:
    """Whether its gradients are what its weights change by when it goes back."""
    return any(where.step for where in adapter.results.values())


def _weights(quantities: Any) -> frozenset[str]:
    """Weights that have a gradient among these."""
    return frozenset(what.removeprefix(GRADIENT) for what in quantities if what.startswith(GRADIENT)) - {"x"}


def _together(pair: Any, updates: list[Update], kept: Places) -> Iterator[tuple[list[Update], Tried]]:
    """Updates that share the weights among them, `update_weights` and `update_bias`, together; all others each by itself."""
    alone = [([one], tried(_with(pair, [one], kept))) for one in updates]
    changed = [outcome.changed for _, outcome in alone]
    apart = len(alone) > 1 and all(changed) and sum(map(len, changed)) == len(frozenset().union(*changed))
    yield from [(updates, tried(_with(pair, updates, kept)))] if apart else alone


def _with(pair: Any, updates: list[Update], kept: Places) -> Any:
    """The pair with these updates."""
    manner = pair.manner
    return _adapted(pair, updating(manner.adapter, updates, kept, _weights(manner.offers)))


def _adapted(pair: Any, way: Updating) -> Any:
    return adapted(pair.manner.base, way, pair.manner.session, pair.manner.offers)


def _compared(examined: Examined, updates: list[Update], pair: Any, seed: int, dtypes: Sequence[str]) -> str:
    """Run the check and tell what came of it; returns why it cannot be judged, empty if it can."""
    checks = run_checks_on(pair, EXAMPLES, seed, dtypes)
    failing, error = [check for check in checks if not check.passed], pair.manner.last_error
    if error is not None and any(check.error for check in failing):
        _raises(examined, updates, error, _only_with(pair, failing))
    elif not failing:
        _is_right(examined, updates, checks)
    else:
        found, region = causes_of_update(pair, failing)
        if shared := _shared(pair, found, region, seed, dtypes):
            _is_right(examined, updates, shared)
            examined.findings.append(divided(DIVIDED_LATER))
        elif (region or any(one.code == UNCHANGED.code for one in found)) and (why_not := _depends(updates)):
            return why_not
        else:
            _is_wrong(examined, pair, failing, found, region, seed)
            examined.checks += checks
    return ""


def _depends(updates: Sequence[Update]) -> str:
    """What may make an update something else than plain gradient descent; empty for nothing."""
    doubts = list(dict.fromkeys(doubt for one in updates for doubt in one.doubts))
    told = [*doubts, *(["a condition"] if any(one.branches for one in updates) else [])]
    return f"with {', '.join(told)} it is no plain gradient descent" if told else ""


def _is_right(examined: Examined, updates: Sequence[Update], checks: Sequence[CheckResult]) -> None:
    names, doubts = _names(updates), list(dict.fromkeys(doubt for one in updates for doubt in one.doubts))
    examined.checks += checks
    examined.called.append(f"its own {names} is plain gradient descent")
    if doubts:
        examined.notes.append(f"not compared: what {', '.join(doubts)} changes in {names}; the rest is plain gradient descent")


def _is_wrong(
    examined: Examined, pair: Any, failing: Sequence[CheckResult], found: Sequence[Found], region: str, seed: int
) -> None:  # fmt: skip
    """Its causes, and the smallest example if nothing else is wrong."""
    examined.findings += found
    examined.region = "; ".join(filter(None, [examined.region, region]))
    if examined.counterexample is None:
        examined.counterexample, examined.specimen = smallest_example(pair, failing, seed)
        examined.failing, examined.shown_by = failing[0].name, pair


def _raises(examined: Examined, updates: Sequence[Update], problem: CandidateError, where: str = "") -> None:
    """An update that raises is an error of the part."""
    said = f"{_names(updates)} raises {problem.message}{where}"
    examined.problem = examined.problem or CandidateError(problem.kind, said, problem.line)


def _only_with(pair: Any, failing: Sequence[CheckResult]) -> str:
    """Settings with which it raises, and that are not those of the probe, with which it did not."""
    probe = pair.specimen("float64", {}, training=True).settings
    found = next((check.counterexample.case.settings for check in failing if check.error and check.counterexample is not None), {})
    told = [name for name in pair.manner.adapter.settings(pair) if name in found and name not in SIZES and found[name] != probe.get(name)]
    return f" where {', '.join(f'{name}={found[name]}' for name in told)}" if told else ""


def _names(updates: Sequence[Update]) -> str:
    return ", ".join(f"update in {one.method.name}" if one.inside else one.method.name for one in updates)


def _shared(pair: Any, found: Sequence[Found], region: str, seed: int, dtypes: Sequence[str]) -> list[CheckResult]:
    """Of columns, whose code divides in the layer as often as in the loss, the checks if it divides in the update and is right in that."""
    if region or pair.manner.adapter.layout.name != "columns" or {one.code for one in found} != {DIVIDED.code}:
        return []
    checks = run_checks_on(_adapted(pair, replace(pair.manner.adapter, shares=True)), EXAMPLES, seed, dtypes)
    return checks if all(check.passed for check in checks) else []
