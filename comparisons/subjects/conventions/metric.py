"""`metric`: a function of targets and predictions to one number, compared with Keras's metric after one batch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any, ClassVar

import numpy as np
from hypothesis import strategies as st

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.adapter import Adapter, Reference
from comparisons.subjects.conventions.calls import Function, as_array
from comparisons.subjects.conventions.losses import orders
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.inventory.sighting import Sighting, required

BATCHES = (17, 31)
"""So many that a count which is divided by is seldom 0: what is said then is a matter of taste."""
TELLING = 997  # samples of the probe: of one number, few would be right by accident
NO_TIES = 4  # decimals: whether equal scores or one just at the threshold count is a matter of taste, too
OF_LABELS = ("BinaryAccuracy", "Precision", "Recall")
NO_THRESHOLD = re.compile(r"->|[<>]=?\s*0(\.0*)?(?![\w.])|(?<![\w.])0(\.0*)?\s*[<>]=?")
"""An annotation, or the question whether there is anything to divide by."""
DECIDES = re.compile(r"[<>]|round|rint")
"""Code that makes labels of probabilities itself."""
WIDTHS = {"Accuracy": 1, "BinaryAccuracy": 1, "Precision": 1, "Recall": 1, "RootMeanSquaredError": 3}
"""Others have seven classes, of which some are among the first few."""
CLASSES = 7
COMPARED = frozenset({"output"})
PERCENT = 100.0


@dataclass(frozen=True)
class Metric(Adapter):
    """Calls a metric.

    Args:
        part: which.
        value: the function.
        flat: targets and predictions are vectors.
        hard: predictions are labels, not probabilities.
        unit: what its number is divided by: 1, or 100 for who says it in percent.
    """

    convention: ClassVar[str] = "metric"
    part: str
    value: Function
    flat: bool = False
    hard: bool = False
    unit: float = 1.0

    @property
    def details(self) -> tuple[str, ...]:
        found = [f"called as ({', '.join(role for role in self.value.roles if role.startswith('y_'))})"]
        found += ["predictions are labels"] if self.hard else []
        return (*found, *(["in percent"] if self.unit == PERCENT else []))

    @property
    def has_to_be_right(self) -> bool:
        return self.unit != 1

    def settings(self, pair: Pair) -> Mapping[str, tuple[Any, ...]]:
        return {"k": (2, 3)} if "k" in self.value.keywords.values() else {}

    def cases(self, pair: Pair, dtype: str) -> st.SearchStrategy[Any]:
        values = st.builds(Values, st.integers(0, 2**16), st.just(NO_TIES))
        told = {name: st.sampled_from(options) for name, options in pair.varied().items()}
        return st.builds(partial(self._case, pair), st.fixed_dictionaries(told), st.sampled_from(BATCHES), values, st.just(dtype))

    def probe_case(self, pair: Pair) -> Case:
        settings = {name: values[0] for name, values in pair.varied().items()}
        return self._case(pair, settings, TELLING, Values(seed=7, decimals=NO_TIES), pair.dtypes[0])

    def small_cases(self, pair: Pair, dtype: str, seed: int) -> list[Case]:
        settings = {name: values[0] for name, values in pair.varied().items()}
        return [self._case(pair, settings, 5, Values(seed=seed + n, decimals=NO_TIES), dtype) for n in range(3)]

    def skips(self, pair: Pair) -> frozenset[str]:
        return frozenset({"streaming", "shapes", "samples", "special values", "kinks"})

    def checks(self, pair: Pair) -> list[Check]:
        return [Check("forward", "Its number is that of Keras's metric after one batch.", _alike)]

    def quantities(self) -> frozenset[str]:
        return COMPARED

    def seen(self, pair: Pair, case: Case, outcome: Outcome, *, mine: bool) -> Outcome:
        """Of Keras's, the result after the first batch."""
        return outcome if mine else {"output": np.asarray(outcome["output"][0]).reshape(())}

    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        y_true, y_pred = case.given["y_true_0"], case.inputs["y_pred_0"]
        if self.hard:
            y_pred = (y_pred > 0.5).astype(y_true.dtype) if self.part in OF_LABELS else y_pred
        if self.flat:
            y_true, y_pred = y_true.reshape(-1), y_pred.reshape(-1)
        (found,) = session.run([self.value.call({**case.settings, "y_true": y_true, "y_pred": y_pred})])
        return {"output": as_array(found, self.value.name).reshape(()) / self.unit}

    def _case(self, pair: Pair, settings: Mapping[str, Any], batch: int, values: Values, dtype: str) -> Case:
        case: Case = pair.make_case(settings, (1, batch, WIDTHS.get(self.part, CLASSES)), values, dtype, True)
        return case


def _alike(example: Example) -> Iterator[Compared]:
    yield example.judge("output")


def readings(sighting: Sighting, part: str) -> Iterator[Metric]:
    """Both orders of the arguments where their names do not tell; columns or vectors, probabilities or labels; shares, then percent."""
    member = sighting.value
    if member is None:
        return
    top = {p.name: "k" for p in member.parameters if p.name == "k"}
    names = [name for name in required(member) if name not in top]
    takes_labels = part in OF_LABELS and not DECIDES.search(NO_THRESHOLD.sub("", member.source))
    for unit, roles in product((1.0, PERCENT), orders(names)):
        call = Function(member.path, roles, top, arguments=tuple(names))
        for flat, hard in product((False, True) if part in WIDTHS else (False,), (False, True) if takes_labels else (False,)):
            yield Metric(part, call, flat, hard, unit)
