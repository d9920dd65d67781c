"""`loss`: the order of the two arrays, labels as rows or numbers, probabilities or logits, a value for the batch or for every sample.

`fused-loss` is the same on logits: softmax or sigmoid together with its cross-entropy, `forward(x, t)` and `backward(dout=1)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from comparisons.checks.check import Check
from comparisons.pairs.case import Case
from comparisons.pairs.pair import BATCHES, WIDTHS, Outcome, Pair
from comparisons.subjects.conventions.adapter import Adapter, Reference
from comparisons.subjects.conventions.calls import RETURNED_BACK, SELF, Function, Pullback
from comparisons.subjects.conventions.certainty import CERTAINTY, ON_SIMPLEX, SURE, certain, roughly_certain, unsaturated
from comparisons.subjects.conventions.loss_opinions import opinion
from comparisons.subjects.conventions.loss_results import AVERAGED, EACH, INTO_SIGMOID, OF_SAMPLES, SAMPLES, SCALAR, outcome_of
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.finding_row import Found
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.worker import Get, Item, Ref, Step
from scratch.activations import log_softmax

SMALL_OR_AXIS = re.compile(r"eps|axis|dim|clip|tiny|delta_?clip|ndim", re.IGNORECASE)
"""What does nothing to ordinary numbers, or is a matter of shape."""


OF_EACH = Found(
    "per-sample-sum", "C", "gradient of y_pred", "float64",
    "it gives a number for every output, and the gradient of each: that of their sum, where Keras's is that of their mean",
    "divide the gradient by the number of outputs, or sum the numbers",
)  # fmt: skip


@dataclass(frozen=True)
class Loss(Adapter):
    """Calls value and gradient of a loss.

    Args:
        value, slope: of the loss and of its gradient; None if there is none. The gradient's arguments may be `cache`, what the value
            returned beside itself, and `stored output`, the attribute `output`.
        maker: makes the object whose methods they are.
        stored: path of the attribute in which the gradient is left, instead of returned.
        mode: one of `MODES`.
        logits: the predictions are logits.
        of_logits: the gradient is that of the logits although the value takes probabilities.
        columns: samples are columns.
        per: `"array"` or `"row"`.
        cache: where in the value's result the cache is.
        single: one output a sample.
        leaves_out: there is a gradient that is not called.
        passed: settings that go to an argument, each with its default.
        balanced: a focal loss weighs the classes by alpha.
        of_logs: the predictions are logarithms of probabilities, as `nll` takes them; it is judged at the logits they are made of.
        vector: targets are a vector beside predictions that are a column.
        flagged: one function gives both, by a flag: `loss(p, t, derivative=True)`.
        labels: the two labels of a hinge loss, which Keras takes as -1 and 1 or as 0 and 1; empty for other losses.
    """

    value: Function | None
    slope: Function | None = None
    maker: Function | None = None
    stored: tuple[str | Item, ...] = ()
    mode: str = SCALAR
    logits: bool = False
    of_logits: bool = False
    columns: bool = False
    per: str = "array"
    cache: int | None = None
    single: bool = False
    leaves_out: bool = False
    passed: Mapping[str, Any] = field(default_factory=dict)
    balanced: bool = False
    flagged: bool = False
    of_logs: bool = False
    vector: bool = False
    labels: tuple[float, ...] = ()

    @property
    def convention(self) -> str:  # type: ignore[override]  # depends on what there is
        if self.columns:
            return "columns"
        return "fused-loss" if self.logits and not self.of_logs else "loss"

    @property
    def through_sigmoid(self) -> bool:
        """Whether its gradient is that of what goes into a sigmoid, `delta(z, a, y)`."""
        return self.slope is not None and INTO_SIGMOID in self.slope.roles

    @property
    def details(self) -> tuple[str, ...]:
        roles = [role for role in (self.value or self.slope or Function("")).roles if role.startswith("y_")]
        found = [f"called as ({', '.join(roles)})"] if len(roles) == 2 else []
        said = {SCALAR: "one value for the batch", SAMPLES: "one value for every sample", AVERAGED: "values of all samples, averaged"}
        said[EACH] = "one value for every output"
        found += [said[self.mode]] if self.value is not None else []
        found += ["predictions are log probabilities"] if self.of_logs else ["predictions are logits"] if self.logits else []
        found += ["the gradient is that of the logits"] if self.of_logits else []
        found += [RETURNED_BACK] if isinstance(self.slope, Pullback) else []
        found += ["the gradient is that of what goes into a sigmoid"] if self.through_sigmoid else []
        found += ["apply_class_balancing=True"] if self.balanced else []
        found += [f"labels are {' and '.join(f'{label:g}' for label in self.labels)}"] if self.labels else []
        found += ["samples are columns"] if self.columns else []
        found += ["targets are a vector"] if self.vector else []
        found += ["called one sample at a time"] if self.per == "row" else []
        return tuple(found)

    @property
    def words(self) -> frozenset[str]:
        first = (self.value or self.slope or Function("")).roles[:1]
        order = {"y_true": "y_true-first", "y_pred": "y_pred-first"}.get(first[0] if first else "", "")
        return super().words | {"columns" if self.columns else "rows", "logits" if self.logits else "probabilities", order}

    @property
    def tier(self) -> int:
        return (self.per == "row") + 2 * self.leaves_out

    @property
    def incomplete(self) -> bool:
        return self.leaves_out

    def settings(self, pair: Pair) -> Mapping[str, tuple[Any, ...]]:
        return {name: (default, *pair.settings[name]) for name, default in self.passed.items() if name in pair.settings}

    def fixed(self, pair: Pair) -> Mapping[str, Any]:
        reduction = "none" if self.mode in OF_SAMPLES else "sum_over_batch_size"
        told = {"from_logits": self.logits, "apply_class_balancing": self.balanced}
        return {"reduction": reduction} | {name: value for name, value in told.items() if name in pair.settings}

    def own_findings(self, sighting: Sighting) -> list[Found]:
        return [OF_EACH] if self.mode == EACH and self.slope is not None else []

    def untold(self, sighting: Sighting) -> list[str]:
        called = self.maker if sighting.is_class else self.value
        if sighting.value is None or called is None:
            return []
        known = {*called.keywords, *called.constants}
        numbers = [p.name for p in sighting.value.parameters if p.has_default and type(p.default) in (int, float)]
        return [name for name in numbers if name not in known and not SMALL_OR_AXIS.match(name)]

    def defaults(self, pair: Pair) -> Mapping[str, Any]:
        return self.passed

    def sizes(self, pair: Pair) -> st.SearchStrategy[tuple[int, ...]]:
        return st.tuples(st.sampled_from(BATCHES), st.sampled_from(self._widths(pair)))

    def small_sizes(self, pair: Pair) -> tuple[tuple[int, ...], ...]:
        return tuple((batch, width) for width in self._widths(pair)[:3] for batch in (1, 2, 3))

    def probe_sizes(self, pair: Pair) -> tuple[int, ...]:
        return (4, 1) if self.single else (4, 3)

    def skips(self, pair: Pair) -> frozenset[str]:
        of_probabilities = {"special values", "kinks"} if self._of_probabilities(pair) else set()
        pulled = {"directional"} if self.of_logits or self._on_simplex(pair) or self._of_logits(pair) else set()
        return frozenset({"samples"} | of_probabilities | pulled)

    def meets(self, pair: Pair) -> Callable[[Case], float] | None:
        """p (g - sum(p g)), where g is as large as 1 / p; and Keras's value is the logarithm of a sum near 1, whatever is left of it."""
        return (lambda case: 1.0) if self._on_simplex(pair) else None

    def checks(self, pair: Pair) -> list[Check]:
        """Probabilities of 0 and 1: values alone, as the slope of a clipped logarithm is a matter of taste."""
        if self._of_logits(pair) and self.value is not None and self.slope is not None:
            said = "The gradient agrees with a numerical derivative where no usual clipping is at work."
            return [Check("directional", said, unsaturated, dtypes=("float64",), examples=6)]
        said = "At probabilities of 0 and 1 the loss is Keras's, which clips them."
        asked = self.value is not None and self._of_probabilities(pair)
        return [Check(CERTAINTY, said, roughly_certain if "Focal" in pair.name else certain, examples=3)] if asked else []

    def seen(self, pair: Pair, case: Case, outcome: Outcome, *, mine: bool) -> Outcome:
        """Gradients of probabilities, taken back to the logits: there, what differs by a constant a row is the same."""
        what, p = "gradient of y_pred", case.x
        if self.of_logs and mine and what in outcome:
            return {**outcome, what: outcome[what] - np.exp(log_softmax(p)) * np.sum(outcome[what], axis=-1, keepdims=True)}
        if what not in outcome or self.logits or (mine and self.of_logits):
            return outcome
        g = outcome[what]
        with np.errstate(invalid="ignore", over="ignore"):
            if self._on_simplex(pair):
                return {**outcome, what: p * (g - np.sum(p * g, axis=-1, keepdims=True))}
            return {**outcome, what: p * (1 - p) * g} if self.of_logits else outcome

    def prepared(self, pair: Pair, case: Case) -> Case:
        """Probabilities that no usual clipping touches: what happens nearer to 0 and 1 is a matter of `tied`. Labels as it takes them."""
        if self.labels:
            chosen = np.where(case.given["y_true"] > 0, self.labels[1], self.labels[0]).astype(case.dtype)
            case = replace(case, given={**case.given, "y_true": chosen})
        if not self._of_probabilities(pair):
            return case
        p = np.clip(case.x, SURE, 1 - SURE)
        return case.with_x((p / p.sum(axis=-1, keepdims=True) if self._categorical(pair) else p).astype(case.dtype))

    def opinion(self, pair: Pair, case: Case) -> Outcome | None:
        return opinion(self, pair, case)

    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        pieces = [case] if self.per == "array" else [_one(case, row) for row in range(len(case.x))]
        return outcome_of(self, [self._asked(session, piece)[0] for piece in pieces], case, pieces)

    def again(self, session: Session, case: Case, reference: Reference) -> list[Outcome]:
        if self.maker is None or self.value is None or self.slope is None or self.per == "row":
            return []
        return [outcome_of(self, [asked], case, [case]) for asked in self._asked(session, case, rounds=(True, True, False))]

    def _asked(self, session: Session, case: Case, rounds: Sequence[bool] = (True,)) -> list[tuple[Any, Any]]:
        """(value, gradient) as they come, of one object asked several times; where a round is False, for its gradient alone."""
        y_true, y_pred = case.given["y_true"], log_softmax(case.x) if self.of_logs else case.x
        if self.columns:
            y_true, y_pred = y_true.T, y_pred.T
        y_true = y_true.reshape(-1) if self.vector else y_true
        values: dict[str, Any] = {**case.settings, "y_true": y_true, "y_pred": y_pred, "upstream": 1.0}
        values[INTO_SIGMOID] = np.zeros_like(y_pred) if self.through_sigmoid else None
        owner = None if self.maker is None else SELF
        program: list[Step] = [] if self.maker is None else [self.maker.call(values)]

        def append(step: Step) -> int:
            program.append(step)
            return len(program) - 1

        places, at_value = [], -1
        for forward in rounds:
            at_value = append(self.value.call(values, owner)) if self.value is not None and forward else at_value
            if self.cache is not None:
                values["cache"] = Ref(append(Get(Ref(at_value), self.cache, silent=True)))
            if self.slope is not None and "stored output" in self.slope.roles:
                values["stored output"] = Ref(append(Get(SELF, "output", silent=True)))
            at_slope = at_value
            if self.slope is not None and (self.value is None or self.flagged or self.slope.name != self.value.name):
                at_slope = append(self.slope.call(values, owner))
            places.append((at_value, append(Get(SELF, self.stored)) if self.stored else at_slope))
        results = session.run(program)
        return [(self._picked(self.value, results, at), self._picked(self.slope, results, slope)) for at, slope in places]

    def _picked(self, function: Function | None, results: Sequence[Any], at: int) -> Any:
        if function is None:
            return None
        return results[at] if self.stored and function is self.slope else function.picked(results[at])

    def _widths(self, pair: Pair) -> tuple[int, ...]:
        if self.single:
            return (1,)
        return tuple(width for width in WIDTHS if width > 1) if self._categorical(pair) else WIDTHS

    def _categorical(self, pair: Pair) -> bool:
        return pair.name in ON_SIMPLEX

    def _of_probabilities(self, pair: Pair) -> bool:
        return "from_logits" in pair.settings and not self.logits

    def _of_logits(self, pair: Pair) -> bool:
        return "from_logits" in pair.settings and self.logits

    def _on_simplex(self, pair: Pair) -> bool:
        return self._categorical(pair) and not self.logits


def _one(case: Case, row: int) -> Case:
    """One sample of a case, without the axis of the batch."""
    given = {name: a[row] for name, a in case.given.items()}
    return replace(case.with_x(case.x[row]), given=given)
