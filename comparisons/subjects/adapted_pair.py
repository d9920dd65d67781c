"""A pair of the registry with somebody else's code in the candidate's place."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from comparisons.diagnosis.bases import as_written
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import SIZES, Outcome, Pair
from comparisons.subjects.conventions.adapter import Adapter, Asked
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.recall import RECALL
from comparisons.subjects.worker import CandidateError

FATAL = ("timeout", "died", "memory", "framework", "import", "syntax", "protocol")
LARGEST = 1e5
ADAPTED = ("activation", "loss", "layer")
"""Kinds of parts whose settings are Keras's arguments, as far as the part has them."""


class Manner:
    """How a part is called, and what is remembered about it from call to call.

    Args:
        base: the pair whose candidate it stands for.
        adapter: calls it.
        session: where it lives.
        offers: quantities that it computes; empty as long as nobody knows.
    """

    def __init__(self, base: Pair, adapter: Adapter, session: Session, offers: frozenset[str] = frozenset()) -> None:
        self.base, self.adapter, self.session, self.offers = base, adapter, session, offers
        self.last_error: CandidateError | None = None
        self.dtypes: dict[str, set[str]] = {}
        self.shapes: dict[str, tuple[int, ...]] = {}
        self._case: Case | None = None
        self._reference: Outcome = {}

    @property
    def narrow(self) -> bool:
        """Whether it answers in less than double precision where it was given that: all that can be judged is single precision."""
        return any(kind.endswith((": float32", ": float16")) for kind in self.dtypes.get("float64", ()))

    def reference(self, case: Case, compute: Any) -> Outcome:
        """The reference's outcome, kept until another case comes."""
        if case is not self._case:
            self._case, self._reference = case, RECALL(self.base, case, compute)
        return self._reference


if TYPE_CHECKING:
    Base = Pair
else:
    Base = object


class Adapted(Base):
    """What an adapted pair does differently; goes before the class of the pair that it adapts.

    Everything else stays: an adapted pair is of its base's class, so that checks and explanations treat it alike.
    """

    manner: Manner

    def varied(self) -> Mapping[str, tuple[Any, ...]]:
        """Settings that the part takes; those it does not take stay at Keras's defaults."""
        adapter = self.manner.adapter
        base = super().varied()
        known = {**{name: (value,) for name, value in adapter.fixed(self).items()}, **adapter.settings(self)}
        defaults = self.reference_arguments() if self.kind in ADAPTED else {}
        return {name: known.get(name) or _pinned(values, defaults.get(name, values[0])) for name, values in base.items()}

    def sizes(self) -> st.SearchStrategy[tuple[int, ...]]:
        chosen = self.manner.adapter.sizes(self)
        return super().sizes() if chosen is None else chosen

    def cases(self, dtype: str) -> st.SearchStrategy[Any]:
        own = self.manner.adapter.cases(self, dtype)
        return super().cases(dtype) if own is None else own

    def usual(self, dtype: str, seed: int) -> list[Case]:
        """The adapter's own; else one for every value of a setting that is not the first, so that no seed is to miss one."""
        adapter = self.manner.adapter
        own: list[Case] = adapter.usual(self, dtype, seed)
        if own or self.kind not in ADAPTED or adapter.cases(self, dtype) is not None:
            return own
        varied = self.varied()
        first = {name: max(values) if name in SIZES else values[0] for name, values in varied.items()}
        sizes = adapter.small_sizes(self) or (self.specimen_sizes(),)
        made: list[tuple[dict[str, Any], tuple[int, ...]]] = []
        for name, value in [(name, value) for name, values in varied.items() if name not in SIZES for value in values[1:]]:
            needed = adapter.needed_for(name)  # and where other settings are, every size may be the one that shows it
            told = {**first, **needed, name: value}
            made += [(told, size) for size in (sizes if needed else (sizes[len(made) % len(sizes)],))]
        return [self.make_case(told, size, Values(seed=seed + n), dtype, True) for n, (told, size) in enumerate(made)]

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        made = super().make_case(settings, sizes, values, dtype, training)  # type: ignore[safe-super]  # of the pair's own class
        return self.manner.adapter.prepared(self, made)

    def candidate(self, case: Case) -> Outcome:
        """What the part computes. After it hung or died once it is not asked again."""
        manner = self.manner
        if manner.last_error is not None and manner.last_error.kind in FATAL:
            raise manner.last_error
        try:
            asked = Asked(lambda: manner.reference(case, super(Adapted, self).reference), manner.shapes, case)  # type: ignore[safe-super]
            outcome = manner.adapter.outcome(manner.session, case, asked)
        except CandidateError as problem:
            manner.last_error = problem
            raise
        for what, value in outcome.items():
            manner.dtypes.setdefault(case.dtype, set()).add(f"{what}: {value.dtype}")
        return self._seen(case, {what: _in_dtype(value, case.dtype) for what, value in outcome.items()}, mine=True)

    def reference(self, case: Case) -> Outcome:
        """What Keras computes of the quantities that the part offers."""
        manner = self.manner
        whole = manner.reference(case, super().reference)  # type: ignore[safe-super]  # of the pair's own class
        return self._seen(case, {what: value for what, value in whole.items() if what in manner.offers or not manner.offers})

    def opinion(self, case: Case) -> Outcome:
        own = self.manner.adapter.opinion(self, case)
        if own is not None:
            return own
        written = self.settings_as_written(case)
        formula = self.exact or (None if written == case.settings else self.manner.base.candidate)
        if formula is None:
            return super().opinion(case)  # by way of `reference`
        offers, found = self.manner.offers, formula(case.in_dtype("float64").with_settings(**written))
        return self._seen(case, {what: value for what, value in found.items() if what in offers or not offers})

    def settings_as_written(self, case: Case) -> Mapping[str, Any]:
        """The settings, with those decimal that the part was not told: its own 0.2 is no 0.20000000298, which is what Keras makes of it."""
        told = self.manner.adapter.settings(self)
        return {name: as_written(v) if isinstance(v, float) and name not in told else v for name, v in case.settings.items()}

    def _seen(self, case: Case, outcome: Outcome, *, mine: bool = False) -> Outcome:
        return self.manner.adapter.seen(self, case, outcome, mine=mine)

    def tied(self, case: Case) -> Iterator[Case]:
        own = self.manner.adapter.tied(self, case)
        return super().tied(case) if own is None else own

    def specimen_sizes(self) -> tuple[int, ...]:
        return self.manner.adapter.probe_sizes(self) or super().specimen_sizes()

    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """A batch of one. Nobody who learns is asked for empty batches."""
        sizes = self.specimen_sizes()
        return ((1, *sizes[1:]),) if len(sizes) > 1 else ()

    def makes_sense(self, case: Case, value: float) -> bool:
        """Finite numbers of ordinary size and up to where exp has long overflowed; kinks have examples of their own."""
        if not np.isfinite(value) or value in self.kinks or not float(np.finfo(case.dtype).tiny) <= abs(value) <= LARGEST:
            return False
        return super().makes_sense(case, value)

    def bad_cases(self, case: Case) -> Iterator[tuple[str, Case]]:
        yield from ()

    def specimen(self, dtype: str, settings: Mapping[str, Any], training: bool = False) -> Case:
        own = self.manner.adapter.probe_case(self)
        if own is not None:
            return own.in_dtype(dtype if dtype in self.dtypes else self.dtypes[0])
        return super().specimen(dtype, {**telling_settings(self), **settings}, training)


def adapted(base: Pair, adapter: Adapter, session: Session, offers: frozenset[str] = frozenset()) -> Any:
    """`base` with the part that `adapter` calls in the candidate's place."""
    cls = type(f"Adapted{type(base).__name__}", (Adapted, type(base)), {"manner": Manner(base, adapter, session, offers)})
    own = {field.name: getattr(base, field.name) for field in fields(base) if field.init}
    return cls(**own | {"meets": adapter.meets(base) or base.meets})


def telling_settings(pair: Pair) -> dict[str, Any]:
    """The usual value of every setting; with a bias wherever there may be one, since what it lacks cannot be compared."""
    found = {name: values[0] for name, values in pair.varied().items()}
    return found | ({"use_bias": True} if True in pair.varied().get("use_bias", ()) else {})


def offering(pair: Any, offers: frozenset[str]) -> Any:
    """The same pair, compared in these quantities only."""
    return adapted(pair.manner.base, pair.manner.adapter, pair.manner.session, offers)


def _pinned(values: tuple[Any, ...], default: Any) -> tuple[Any, ...]:
    """Keras's default, or all values where there is none."""
    return values if default is inspect.Parameter.empty else (default,)


def _in_dtype(value: np.ndarray, dtype: str) -> np.ndarray:
    """Numbers in the floating type of the case: another one is a matter of its own."""
    with np.errstate(over="ignore"):
        return np.asarray(value).astype(dtype)
