"""Dropout: every implementation draws a mask of its own, so what is compared is what it does to entries that it keeps.

Entries that were dropped are filled in as if they had been kept, by the factor that the others have, on both sides. How many are kept is
a check of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared, unlike
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.adapter import Reference
from comparisons.subjects.conventions.layers.function_layer import FunctionLayer
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.finding_row import Found
from comparisons.subjects.inventory.sighting import Sighting

KEPT = "share of entries kept"
LARGE = (500, 400)
FALSE_ALARMS = 1e-9
RATES = (0.25, 0.125, 0.5)
SAME_FACTOR = 1e-4


class Dropping:
    """What an adapter of dropout does differently; goes before the adapter's class."""

    swapped: bool = False

    @property
    def details(self) -> tuple[str, ...]:
        said = ("its rate is the probability to keep",) if self.swapped else ()
        return (*super().details, *said)  # type: ignore[misc]  # of the adapter

    @property
    def takes_integers(self) -> bool:
        return False

    def settings(self, pair: Pair) -> Mapping[str, tuple[Any, ...]]:
        return {"rate": RATES}

    def skips(self, pair: Pair) -> frozenset[str]:
        return frozenset({"special values", "directional", "samples", "shapes"})

    def prepared(self, pair: Pair, case: Case) -> Case:
        """Without zeros, which would look dropped."""
        case = super().prepared(pair, case)  # type: ignore[misc]  # of the adapter
        return case.with_x(np.where(case.x == 0, 1, case.x).astype(case.x.dtype))

    def seen(self, pair: Pair, case: Case, outcome: Outcome, *, mine: bool) -> Outcome:
        """Dropped entries as if they had been kept."""
        y = outcome.get("output")
        if not case.training:
            outcome = {what: a for what, a in outcome.items() if what != "gradient of x"}
        if y is None or y.shape != case.x.shape:
            return outcome
        kept = y != 0
        found = {**outcome, "output": _filled(y, case.x, kept, case)}
        if "gradient of x" in outcome and outcome["gradient of x"].shape == y.shape:
            found["gradient of x"] = _filled(outcome["gradient of x"], case.upstream(y.shape), kept, case)
        return found

    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        """In inference forward only: there may be no mask to go back by."""
        if case.training:
            return super().outcome(session, case, reference)  # type: ignore[misc]  # of the adapter
        forward_only = replace_backward(self)
        return super(Dropping, forward_only).outcome(session, case, reference)  # type: ignore[misc]

    def again(self, session: Session, case: Case, reference: Reference) -> list[Outcome]:
        return []  # every call draws another mask

    def own_findings(self, sighting: Sighting) -> list[Found]:
        """That the rate is the probability to keep is a convention; who calls it so has said it."""
        names = [p.name.lower() for member in sighting.members for p in member.parameters]
        if not self.swapped or any("keep" in name for name in names):
            return []
        return [
            Found("dropout-keep-rate-swapped", "C", "output", "float64", "the rate is the probability to keep an entry, not to drop it",
                  "keep where the random number is >= rate, or pass 1 - rate")
        ]  # fmt: skip

    def own_causes(self, pair: Any) -> list[Found]:
        """What the factors of kept entries and their share say."""
        case = pair.specimen("float64", {"rate": RATES[0]}, training=True).with_x(np.full(LARGE, 2.0))
        rate = case.settings["rate"]
        outcome = super().outcome(pair.manner.session, case, lambda: {"output": case.x})  # type: ignore[misc]  # of the adapter
        y, dy = outcome["output"], case.upstream(case.x.shape)
        kept = y != 0
        forward, share = _factor(y, case.x, kept), float(kept.mean())
        backward = _factor(outcome["gradient of x"], dy, kept) if "gradient of x" in outcome else forward
        return list(_told(rate, share, forward, backward))

    def checks(self, pair: Pair) -> list[Check]:
        return [Check(KEPT, "As many entries are kept as the rate says.", kept_share, examples=2, dtypes=("float64",))]


def _factor(y: np.ndarray, x: np.ndarray, kept: np.ndarray) -> float:
    """What kept entries were multiplied by; NaN if not all by the same."""
    factors = y[kept & (x != 0)] / x[kept & (x != 0)]
    return float(factors[0]) if factors.size and np.ptp(factors) <= SAME_FACTOR * abs(factors[0]) else math.nan


def _told(rate: float, share: float, forward: float, backward: float) -> Iterator[Found]:
    def found(code: str, kind: str, where: str, summary: str, fix: str) -> Found:
        return Found(code, kind, where, "float64", summary, fix)

    right, room = 1 / (1 - rate), math.sqrt(math.log(2 / FALSE_ALARMS) / 2 / math.prod(LARGE))
    normal = (1 + math.erf((1 - rate) / math.sqrt(2))) / 2
    if abs(share - normal) < room:
        said = f"{share:.3f} of the entries are kept where it should be {1 - rate:.3f}: the mask is drawn from the normal distribution"
        yield found("dropout-normal-mask", "D", "output", said, "use uniform numbers: random(x.shape) >= rate")
    if abs(forward - 1) < SAME_FACTOR:
        said = f"what is kept is not scaled in training: x, where Keras has x / (1 - rate) = {right:.4g} x"
        yield found("dropout-not-inverted", "C", "output", said, "divide by 1 - rate in training and leave inference alone")
    if abs(forward - backward) > SAME_FACTOR * abs(forward):
        said = f"forward multiplies what is kept by {forward:.4g}, backward by {backward:.4g}"
        yield found("dropout-backward-scale", "D", "gradient of x", said, "dx = dy * mask / (1 - rate)")


def _filled(y: np.ndarray, x: np.ndarray, kept: np.ndarray, case: Case) -> np.ndarray:
    """What was dropped, and is 0, by the factor of what was kept; by that of the rate if nothing was."""
    telling = kept & (x != 0)
    factors = y[telling].astype("float64") / x[telling].astype("float64")
    expected = 1 / (1 - case.settings["rate"]) if case.training else 1.0
    factor = expected if not factors.size else float(np.median(factors))
    return np.where(~kept & (y == 0), (x * factor).astype(y.dtype), y)


def kept_share(example: Example) -> Iterator[Compared]:
    """The share of ones that are kept in training, against 1 - rate; Hoeffding's inequality says how far chance may take it."""
    case = replace(example.case, training=True)
    large = case.with_x(np.ones(LARGE, dtype=case.x.dtype))
    manner = example.pair.manner  # type: ignore[attr-defined]  # an adapted pair
    bare = replace_backward(manner.adapter)
    share = float(np.mean(bare.outcome(manner.session, large, lambda: {"output": large.x})["output"] != 0))
    room = math.sqrt(math.log(2 / FALSE_ALARMS) / 2 / large.x.size)
    wanted = 1 - case.settings["rate"]
    compared = Compared(KEPT, np.asarray(share), np.asarray(wanted), np.asarray(abs(share - wanted)), np.asarray(room), settled=True)
    yield (
        compared
        if compared.passed
        else unlike(KEPT, compared.candidate, compared.reference, f"{share:.4f}, where it should be {wanted:.4f}")
    )


def replace_backward(adapter: Any) -> Any:
    """The same going forward only."""
    return replace(adapter, backward=None, results={})


@dataclass(frozen=True)
class DroppingLayer(Dropping, Layer):
    """Dropout as an object."""

    swapped: bool = False


@dataclass(frozen=True)
class DroppingFunction(Dropping, FunctionLayer):
    """Dropout as a pair of functions."""

    swapped: bool = False


def dropping(adapters: Iterator[Any]) -> Iterator[Any]:
    """Each way of calling it, with the rate as Keras means it, and as the probability to keep."""
    for adapter in adapters:
        kind = DroppingLayer if isinstance(adapter, Layer) else DroppingFunction
        plain = kind(**{field.name: getattr(adapter, field.name) for field in fields(adapter)})
        yield plain
        yield replace(plain, swapped=True, **_swapped(plain))


def _swapped(adapter: Any) -> dict[str, Any]:
    name = "maker" if isinstance(adapter, Layer) else "forward"
    function = getattr(adapter, name)
    turn = {"rate": "keep", "keep": "rate", "dictionary": "other dictionary"}
    roles = tuple(turn.get(role, role) for role in function.roles)
    return {name: replace(function, roles=roles, keywords={key: turn.get(role, role) for key, role in function.keywords.items()})}
