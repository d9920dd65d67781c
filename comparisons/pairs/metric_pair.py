"""Pairs of metrics: fed several batches, reset, and fed again."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import reference.metrics
from comparisons.pairs import metric_data as data
from comparisons.pairs import strategies as st
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import BATCHES, Outcome, Pair
from comparisons.pairs.signatures import defaults, prefixed
from reference.signatures import class_arguments
from scratch import metrics
from scratch.lookup import snake_case

NAMES = ("y_true", "y_pred", "sample_weight")
LEFT_OUT = {
    "forward": "streaming compares results and states batch by batch",
    "dtype": "running sums are float64 here and float32 in Keras",
    "samples": "a metric is about all samples",
}


@dataclass(frozen=True)
class MetricPair(Pair):
    """A metric fed several batches, reset, and fed again.

    Args:
        draw: (values, batch, width, dtype) -> arguments of `update_state` without weights.
        widths: widths of examples.
        smooth: whether a little noise in the predictions moves the result a little only. Counts are compared without noise:
            with it, an output just at the threshold would excuse every mistake about it.
    """

    draw: Callable[[Values, int, int, str], tuple[np.ndarray, ...]] = data.numbers
    widths: tuple[int, ...] = (1, 2, 3, 5)
    smooth: bool = True
    skips: Mapping[str, str] = field(default_factory=lambda: LEFT_OUT)

    differentiable = False

    @property
    def kind(self) -> str:
        return "metric"

    @property
    def reference_name(self) -> str:
        return f"keras.metrics.{self.name}"

    @property
    def has_limits(self) -> bool:
        return self.smooth

    @property
    def function(self) -> str:
        """Name of the function that goes with the class; empty where there is none but that of a loss, whose pair has it."""
        name = snake_case(self.name)
        return name if getattr(getattr(metrics, name, None), "__module__", "").startswith(metrics.__name__) else ""

    def arguments(self) -> Mapping[str, Any]:
        function = prefixed(self.function, defaults(getattr(metrics, self.function))) if self.function else {}
        return defaults(getattr(metrics, self.name)) | function

    def reference_arguments(self) -> Mapping[str, Any]:
        function = prefixed(self.function, class_arguments("metrics", self.function)) if self.function else {}
        return class_arguments("metrics", self.name) | function

    def sizes(self) -> st.SearchStrategy[tuple[int, ...]]:
        return st.tuples(st.sampled_from((1, 2, 3)), st.sampled_from(BATCHES), st.sampled_from(self.widths))

    def specimen_sizes(self) -> tuple[int, ...]:
        return (3, 4, self.widths[-1])

    def shapes(self) -> tuple[tuple[int, ...], ...]:
        width = self.widths[-1]
        return (1, 1, width), (1, 0, width), (2, 3, self.widths[0]), (2, 3, 2, width)

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        count, batch, *times, width = sizes  # with a number of times a sample is a sequence
        settings = dict(settings)
        weighted = settings.pop("weighted", False)
        inputs: dict[str, np.ndarray] = {}
        given: dict[str, np.ndarray] = {}
        for n, rows in enumerate((batch, 1, batch + 1)[:count]):
            drawn = Values(values.seed + n, values.decimals, values.magnitude)
            *targets, y_pred = self.draw(drawn, math.prod((rows, *times)), width, dtype)
            if settings.get("from_logits"):
                y_pred = drawn.normal(y_pred.shape, dtype)
            inputs[f"y_pred_{n}"] = y_pred.reshape(rows, *times, width)
            given |= {f"y_true_{n}": y_true.reshape(rows, *times, *y_true.shape[1:]) for y_true in targets}
            if weighted:
                given[f"sample_weight_{n}"] = drawn.uniform((rows, *times), dtype, stream=9)
        return Case(settings, inputs, values, dtype, given)

    def makes_sense(self, case: Case, value: float) -> bool:
        """Which rank a NaN has among the top is nowhere said."""
        return super().makes_sense(case, value) and not (np.isnan(value) and case.settings.get("top_k"))

    def on_nothing(self, case: Case) -> Outcome:
        """What it says before it has seen anything, after every batch."""
        one = self.specimen(case.dtype, {**case.settings, "weighted": False})
        return {what: np.repeat(a[-2:-1], len(case.inputs) + 2, axis=0) for what, a in self.reference(one).items()}

    def one_sample(self, case: Case, row: int) -> Case | None:
        return None

    def batches(self, case: Case) -> list[list[np.ndarray]]:
        """Arguments of `update_state`, batch by batch."""
        arrays = {**case.inputs, **case.given}
        return [[arrays[f"{name}_{n}"] for name in NAMES if f"{name}_{n}" in arrays] for n in range(len(case.inputs))]

    def metric_dtype(self, case: Case) -> str | None:
        """float64 where the formula is judged; else Keras's default, also for predictions in float16, as in mixed precision."""
        return "float64" if case.dtype == "float64" else None

    def candidate(self, case: Case) -> Outcome:
        made = getattr(metrics, self.name)(**case.settings, dtype=self.metric_dtype(case))
        batches = self.batches(case)
        moments = [self.fed(made, batch) for batch in batches]
        made.reset_state()
        return self.outcome([*moments, self.moment(made), self.fed(made, batches[0])])

    def fed(self, made: Any, batch: list[np.ndarray]) -> tuple[Any, list[Any]]:
        """What it says after one more batch."""
        made.update_state(*batch)
        return self.moment(made)

    def moment(self, made: Any) -> tuple[Any, list[Any]]:
        """The result, asked twice, since asking must change nothing, and the state behind it."""
        made.result()
        return made.result(), made.variables

    def reference(self, case: Case) -> Outcome:
        return self.outcome(reference.metrics.metric(self.name, case.settings, self.batches(case), self.metric_dtype(case)))

    def outcome(self, moments: list[tuple[Any, list[Any]]]) -> Outcome:
        """Results and states, stacked: after each batch, after the reset, after the first batch once more."""
        states = zip(getattr(metrics, self.name).state_names, zip(*(state for _, state in moments), strict=True), strict=True)
        return {"output": np.asarray([result for result, _ in moments])} | {f"state {name}": np.asarray(found) for name, found in states}
