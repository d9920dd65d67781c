"""The losses, a line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import reference.parts
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair
from scratch import losses

REDUCTIONS = ("sum_over_batch_size", "sum", "none", "mean_with_sample_weight")
WEIGHTED = (False, True)
Drawn = Callable[[Values, tuple[int, int], str, Mapping[str, Any]], np.ndarray]


def probabilities(values: Values, shape: tuple[int, int], dtype: str, settings: Mapping[str, Any]) -> np.ndarray:
    """Predictions: rows that sum to 1, or logits where the settings say so."""
    if settings.get("from_logits"):
        return values.normal(shape, dtype)
    drawn = values.uniform(shape, "float64")
    return (drawn / drawn.sum(axis=-1, keepdims=True)).astype(dtype)


def class_numbers(values: Values, shape: tuple[int, int], dtype: str, settings: Mapping[str, Any]) -> np.ndarray:
    """Targets: a class for every row."""
    return values.integers(shape[:1], shape[1], stream=1).astype("int32")


@dataclass(frozen=True)
class LossPair(Pair):
    """A loss class, with reduction and sample weights.

    Args:
        predictions, targets: how y_pred and y_true are drawn.
    """

    predictions: Drawn = probabilities
    targets: Drawn = class_numbers

    @property
    def kind(self) -> str:
        return "loss"

    @property
    def reference_name(self) -> str:
        return f"keras.losses.{self.name}"

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        batch, width = sizes
        settings = dict(settings)
        given = {"y_true": self.targets(values, (batch, width), dtype, settings)}
        if settings.pop("weighted", False):
            given["sample_weight"] = values.uniform((batch,), dtype, stream=2)
        return Case(settings, {"y_pred": self.predictions(values, (batch, width), dtype, settings)}, values, dtype, given)

    def one_sample(self, case: Case, row: int) -> Case | None:
        return None  # the reduction mixes them

    def candidate(self, case: Case) -> Outcome:
        loss = getattr(losses, self.name)(**case.settings, dtype=case.dtype)
        weight = case.given.get("sample_weight")
        value = np.asarray(loss(case.given["y_true"], case.inputs["y_pred"], weight))
        upstream = case.upstream(value.shape)
        return {"output": value, "gradient of y_pred": loss.vjp(upstream, case.given["y_true"], case.inputs["y_pred"], weight)}

    def reference(self, case: Case) -> Outcome:
        return reference.parts.loss(self.name, case.settings, case.inputs["y_pred"], case.given, case.upstream)


LOSSES = [
    LossPair(
        "SparseCategoricalCrossentropy",
        {"from_logits": (False, True), "reduction": REDUCTIONS, "weighted": WEIGHTED},
    ),
]
