"""Dropout: every implementation draws a mask of its own, so what is compared is what it does to entries that it keeps.

Entries that were dropped are filled in as if they had been kept, by the factor that the others have, on both sides. How many are kept is
a check of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from comparisons.checks.check import Check
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.adapter import Reference
from comparisons.subjects.conventions.layers.dropping_factors import Factors, factor_of, let_through, told
from comparisons.subjects.conventions.layers.function_layer import FunctionLayer
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.masks import (
    CHECKS,
    LARGE,
    RATES,
    SMALL,
    drawn_together,
    ones,
    repeated,
    room,
    seeds_numpy,
    shares_of,
)
from comparisons.subjects.conventions.layers.places import Program
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.finding_row import Found
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.worker import Step

SEEDING = Found(
    "global-state", "P", "call", "float64", "every call seeds NumPy's global generator: the mask is the same in every call, and so is "
    "what others draw after it", "draw from np.random.default_rng(seed), made once",
)  # fmt: skip


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
        """What the factors of kept entries and their shares say, if that is all there is; else none."""
        session, case = pair.manner.session, pair.specimen("float64", {"rate": RATES[0]}, training=True)
        found = []
        if self.by_batch and (masks := self.masks(session, ones(case, SMALL))):  # type: ignore[attr-defined]  # of the adapter
            if drawn_together(masks[0]) or (repeated(masks) and not seeds_numpy(self, session, case)):
                return []
            found += [SEEDING] if repeated(masks) else []
        large = case.with_x(np.full(LARGE, 2.0))
        outcome = super().outcome(session, large, lambda: {"output": large.x})  # type: ignore[misc]  # of the adapter
        kept = outcome["output"] != 0
        forward = factor_of(outcome["output"], large.x, kept)
        dy, dx = large.upstream(large.x.shape), outcome.get("gradient of x")
        backward, unmasked = (forward, False) if dx is None else (factor_of(dx, dy, kept), let_through(dx, dy, kept))
        rate = case.settings["rate"]
        of_share = list(_told_by_shares(shares_of(self, session, case, RATES)))
        share_is_known = bool(of_share) or abs(kept.mean() - (1 - rate)) < room(kept.size)
        factors = Factors(rate, forward, backward, self._inference(session, large), unmasked)
        return [*found, *of_share, *told(factors)] if share_is_known and factors.known else []

    def _inference(self, session: Session, large: Case) -> float | None:
        """What inference multiplies by; None if nobody can ask for it."""
        if not self.tells_mode:  # type: ignore[attr-defined]  # of the adapter
            return None
        case = replace(large, training=False)
        outcome = super(Dropping, replace_backward(self)).outcome(session, case, lambda: {"output": case.x})  # type: ignore[misc]
        return factor_of(outcome["output"], case.x, np.ones_like(case.x, dtype=bool))

    def checks(self, pair: Pair) -> list[Check]:
        return list(CHECKS) if self.by_batch else list(CHECKS[:1])

    @property
    def by_batch(self) -> bool:
        """Whether one call takes all samples."""
        return getattr(self, "per", "array") == "array"


def _told_by_shares(shares: Mapping[float, float]) -> Iterator[Found]:
    """A mask from the normal distribution keeps another share at every rate; at all of those tried it must be that."""
    normal = {rate: (1 + math.erf((1 - rate) / math.sqrt(2))) / 2 for rate in shares}
    if shares and all(abs(share - normal[rate]) < room(math.prod(LARGE)) for rate, share in shares.items()):
        rate, share = next(iter(shares.items()))
        said = f"{share:.3f} of the entries are kept where it should be {1 - rate:.3f}: the mask is drawn from the normal distribution"
        yield Found("dropout-normal-mask", "D", "output", "float64", said, "use uniform numbers: random(x.shape) >= rate")


def _filled(y: np.ndarray, x: np.ndarray, kept: np.ndarray, case: Case) -> np.ndarray:
    """What was dropped, and is 0, by the factor of what was kept; by that of the rate if nothing was."""
    telling = kept & (x != 0)
    factors = y[telling].astype("float64") / x[telling].astype("float64")
    expected = 1 / (1 - case.settings["rate"]) if case.training else 1.0
    factor = expected if not factors.size else float(np.median(factors))
    return np.where(~kept & (y == 0), (x * factor).astype(y.dtype), y)


def replace_backward(adapter: Any) -> Any:
    """The same going forward only."""
    return replace(adapter, backward=None, results={})


@dataclass(frozen=True)
class DroppingLayer(Dropping, Layer):
    """Dropout as an object."""

    swapped: bool = False

    def masks(self, session: Session, case: Case) -> list[np.ndarray]:
        """Which entries one object keeps in two calls."""
        bare = replace_backward(self)
        first = bare.program(case, case.x, case.x)
        second = bare.call_both(first, case, case.x, case.x)
        results = session.run(second.steps)
        return [bare.read(results, program, case)["output"] != 0 for program in (first, second)]

    def forward_after(self, steps: Sequence[Step], case: Case) -> list[Step]:
        """The steps, and then those of one forward."""
        program = Program([*steps])
        self.make(program, self._settings(case), case.x)
        return list(replace_backward(self).call_both(program, case, case.x, case.x).steps)


@dataclass(frozen=True)
class DroppingFunction(Dropping, FunctionLayer):
    """Dropout as a pair of functions."""

    swapped: bool = False

    def masks(self, session: Session, case: Case) -> list[np.ndarray]:
        """Which entries it keeps in two calls."""
        bare = replace_backward(self)
        results = session.run(bare.forward_after(bare.forward_after([], case), case))
        return [bare._read(result, None, case)["output"] != 0 for result in results]

    def forward_after(self, steps: Sequence[Step], case: Case) -> list[Step]:
        """The steps, and then that of one forward."""
        return [*steps, self.forward.call(self._values(case))]


def dropping(adapters: Iterator[Any]) -> Iterator[Any]:
    """Each way of calling it, with the rate as Keras means it, and as the probability to keep."""
    for adapter in adapters:
        kind = DroppingLayer if isinstance(adapter, Layer) else DroppingFunction
        plain = kind(**{field.name: getattr(adapter, field.name) for field in fields(adapter)})
        if not _keeps(adapter.share, RATES[0]):
            yield plain
        if not _keeps(adapter.share, 1 - RATES[0]):
            yield replace(plain, swapped=True, **_swapped(plain))


def _keeps(share: float | None, wanted: float) -> bool:
    """Whether the share that is kept is known to be the wanted one."""
    return share is not None and abs(share - wanted) < room(math.prod(LARGE))


def _swapped(adapter: Any) -> dict[str, Any]:
    name = "maker" if isinstance(adapter, Layer) else "forward"
    function = getattr(adapter, name)
    turn = {"rate": "keep", "keep": "rate", "dictionary": "other dictionary"}
    roles = tuple(turn.get(role, role) for role in function.roles)
    return {name: replace(function, roles=roles, keywords={key: turn.get(role, role) for key, role in function.keywords.items()})}
