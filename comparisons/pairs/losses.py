"""The losses, a line each."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import reference.parts
from comparisons.pairs import draws, exact, meeting
from comparisons.pairs import strategies as st
from comparisons.pairs.case import Case, Values
from comparisons.pairs.draws import Drawn
from comparisons.pairs.pair import BATCHES, WIDTHS, Outcome, Pair
from comparisons.pairs.signatures import defaults, prefixed
from comparisons.training.plan import float32_exact
from scratch import losses

REDUCED = {"reduction": ("sum_over_batch_size", "sum", "none", "mean_with_sample_weight"), "weighted": (False, True)}


@dataclass(frozen=True)
class LossPair(Pair):
    """A loss class, with reduction and sample weights.

    Args:
        predictions, targets: how y_pred and y_true are drawn.
        ties: predictions at which a convention decides.
        least_width: the smallest last axis.
    """

    predictions: Drawn = draws.numbers
    targets: Drawn = draws.numbers
    ties: tuple[Callable[[Case], np.ndarray], ...] = ()
    least_width: int = 1

    @property
    def kind(self) -> str:
        return "loss"

    @property
    def reference_name(self) -> str:
        return f"keras.losses.{self.name}"

    @property
    def missing(self) -> str:
        return reference.parts.missing("loss", self.name)

    @property
    def has_limits(self) -> bool:
        return True

    @property
    def has_ties(self) -> bool:
        return bool(self.ties)

    @property
    def refuses_something(self) -> bool:
        return True

    def arguments(self) -> Mapping[str, Any]:
        part = getattr(losses, self.name)
        function = prefixed(part.function.__name__, defaults(part.function.function))
        return defaults(part) | function | prefixed("the derivative", defaults(part.function.vjp, skip=1))

    def reference_arguments(self) -> Mapping[str, Any]:
        name = getattr(losses, self.name).function.__name__
        function = reference.parts.signature("loss", name)
        return reference.parts.signature("loss", self.name) | prefixed(name, function) | prefixed("the derivative", function)

    def sizes(self) -> st.SearchStrategy[tuple[int, ...]]:
        batch, width = st.sampled_from(BATCHES), st.sampled_from([width for width in WIDTHS if width >= self.least_width])
        return st.one_of(st.tuples(batch, width), st.tuples(batch, st.sampled_from((1, 2, 3)), width))

    def varied(self) -> Mapping[str, tuple[Any, ...]]:
        return {**self.settings, **REDUCED}

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        settings = float32_exact(dict(settings))
        if settings.get("axis", -1) != -1 and "label_smoothing" in settings:
            settings["label_smoothing"] = 0.0  # Keras divides by the length of the last axis, so that such targets do not sum to 1
        given = {"y_true": self.targets(values, sizes, dtype, settings, 1)}
        if settings.pop("weighted", False):
            given["sample_weight"] = draws.weights(values, (sizes[0], *(1,) * (len(sizes) - 2)), dtype)
        return Case(settings, {"y_pred": self.predictions(values, sizes, dtype, settings, 0)}, values, dtype, given)

    def by_sample(self, case: Case) -> Case | None:
        """Without the reduction, and along the last axis."""
        return case.with_settings(reduction="none", **({"axis": -1} if "axis" in case.settings else {}))

    def one_sample(self, case: Case, row: int) -> Case | None:
        if case.settings["reduction"] != "none" or case.settings.get("axis", -1) != -1:
            return None
        given = {name: a[row : row + 1] for name, a in case.given.items()}
        return replace(case.with_x(case.x[row : row + 1]), given=given)

    def makes_sense(self, case: Case, value: float) -> bool:
        if case.settings.get("from_logits"):
            return True
        if case.dtype == "float16" and self.domain[0] == 0 and value < draws.BLUNT_FROM:
            return False
        return super().makes_sense(case, value)

    def shapes(self) -> tuple[tuple[int, ...], ...]:
        narrow = self.least_width
        return (1, narrow), (1, 3), (0, 3), (3, narrow), (2, 3, 4), (2, 1, 3, 2)

    def bad_cases(self, case: Case) -> Iterator[tuple[str, Case]]:
        yield from super().bad_cases(case)
        yield "reduction='average'", case.with_settings(reduction="average")
        y_pred, y_true = case.x, case.given["y_true"]
        wide, last = np.concatenate([y_pred, y_pred], axis=-1), y_true.ndim - 1
        too_many = np.concatenate([np.repeat(y_true, 2, axis=last), y_true], axis=last)
        yield "targets of another shape", replace(case.with_x(wide), given={"y_true": too_many})

    def tied(self, case: Case) -> Iterator[Case]:
        for tie in self.ties:
            yield case.with_x(tie(case))

    def candidate(self, case: Case) -> Outcome:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # advice about a single class, the same as Keras's
            return self._outcome(getattr(losses, self.name)(**case.settings, dtype=case.dtype), case)

    def _outcome(self, loss: Any, case: Case) -> Outcome:
        y_true, y_pred, weight = case.given["y_true"], case.inputs["y_pred"], case.given.get("sample_weight")
        value = np.asarray(loss(y_true, y_pred, weight))
        gradient = loss.value_and_gradient(y_true, y_pred, weight, case.upstream(value.shape))[1]
        return {"output": value, "gradient of y_pred": gradient}

    def reference(self, case: Case) -> Outcome:
        return reference.parts.loss(self.name, case.settings, case.inputs["y_pred"], case.given, case.upstream)


SMOOTHED = {"from_logits": (False, True), "label_smoothing": (0.0, 0.125), "axis": (-1, 1)}
FOCUSED = {"alpha": (0.25, 0.75), "gamma": (2.0, 1.5, 1.0)}  # with 0 Keras has NaN gradients where a target is met with certainty
UNIT = (0.0, 1.0)
EMPTY = "the gradient raises InvalidArgumentError for an empty batch"
LABELS_MEET = "whether 0 stands for -1 is decided by the labels of all samples"

LOSSES = [
    LossPair(
        "BinaryCrossentropy", SMOOTHED, predictions=draws.or_logits(draws.probabilities), targets=draws.labels, domain=UNIT,
        ties=(draws.bounds,), meets=meeting.one_less_p,
    ),
    LossPair(
        "BinaryFocalCrossentropy", {**SMOOTHED, **FOCUSED, "apply_class_balancing": (False, True)},
        predictions=draws.or_logits(draws.probabilities), targets=draws.labels, domain=UNIT, ties=(draws.bounds,),
        meets=meeting.one_less_p,
    ),
    LossPair(
        "CategoricalCrossentropy", SMOOTHED, predictions=draws.or_logits(draws.distributions), targets=draws.one_hot, domain=UNIT,
        ties=(draws.bounds,),
    ),
    LossPair(
        "CategoricalFocalCrossentropy", {**SMOOTHED, **FOCUSED},
        predictions=draws.or_logits(draws.distributions), targets=draws.one_hot, domain=UNIT, ties=(draws.bounds,),
    ),
    LossPair("CategoricalHinge", predictions=draws.numbers, targets=draws.one_hot, ties=(draws.ones,), keras_faults={"shapes": EMPTY}),
    LossPair(  # in float16 Keras's square of epsilon is 0, so that short vectors become infinite
        "CosineSimilarity", {"axis": (-1, 1)}, ties=(draws.zeros, draws.short), meets=meeting.inverse_norm, dtypes=("float64", "float32"),
        keras_faults={"special values": "lengths overflow when squared"},
    ),
    LossPair("Hinge", targets=draws.signs, ties=(draws.ones,), samples_meet=LABELS_MEET),
    LossPair("Huber", {"delta": (1.0, 0.5, 2.0)}, ties=(draws.delta_from_target, draws.at_target)),
    LossPair("KLDivergence", predictions=draws.distributions, targets=draws.distributions, domain=UNIT, ties=(draws.bounds,)),
    LossPair(
        "LogCosh", ties=(draws.at_target,), meets=meeting.one, exact=exact.of_each_error(exact.log_cosh),
        keras_faults={"forward": "log(2) is rounded to float32"},
    ),
    LossPair("MeanAbsoluteError", ties=(draws.at_target,)),
    LossPair("MeanAbsolutePercentageError", ties=(draws.at_target,)),
    LossPair("MeanSquaredError"),
    LossPair(
        "MeanSquaredLogarithmicError", predictions=draws.positives, targets=draws.positives, domain=(0.0, np.inf),
        ties=(draws.from_zero,), meets=meeting.one, exact=exact.of_each_error(exact.squared_logarithmic),
        keras_quirks=("epsilon is rounded to float32, and so is 1 + y where y is small",),
    ),
    LossPair("Poisson", predictions=draws.positives, targets=draws.positives, domain=(0.0, np.inf)),
    LossPair(  # the clipped row is summed again: log of a number near 1, which is all rounding where the prediction is certain
        "SparseCategoricalCrossentropy", {"from_logits": (False, True), "ignore_class": (None, 0)}, meets=meeting.one,
        predictions=draws.or_logits(draws.distributions), targets=draws.class_numbers, domain=UNIT, ties=(draws.bounds,),
        least_width=2,  # Keras drops a last axis of 1 from predictions with more than two axes
    ),
    LossPair("SquaredHinge", targets=draws.signs, ties=(draws.ones,), samples_meet=LABELS_MEET),
]  # fmt: skip
