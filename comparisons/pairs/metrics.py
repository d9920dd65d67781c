"""The metrics, a line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from comparisons.pairs import metric_data as data
from comparisons.pairs.case import Case
from comparisons.pairs.meeting import one_less_p
from comparisons.pairs.metric_pair import MetricPair
from comparisons.pairs.pair import Outcome

FLOAT32 = ("float32",)
ALWAYS = {"weighted": (False, True)}


def count(name: str, draw: Any, settings: Mapping[str, tuple[Any, ...]] | None = None, **more: Any) -> MetricPair:
    """A metric that counts, in float32 whatever it is fed: scores, which are probabilities."""
    return MetricPair(name, {**(settings or {}), **ALWAYS}, draw=draw, smooth=False, **{"dtypes": FLOAT32, "domain": UNIT, **more})


def mean(name: str, draw: Any, settings: Mapping[str, tuple[Any, ...]] | None = None, **more: Any) -> MetricPair:
    """A mean of a smooth function."""
    return MetricPair(name, {**(settings or {}), **ALWAYS}, draw=draw, **more)


def exact_mean(formula: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Callable[[Case], Outcome]:
    """The outcome of a running weighted mean of `formula(y_true, y_pred)` over samples, in the longest floating type."""

    def outcome(case: Case) -> Outcome:
        arrays = {name: a.astype(np.longdouble) for name, a in {**case.inputs, **case.given}.items()}
        sums, counts = [], []
        for n in range(len(case.inputs)):
            each = formula(arrays[f"y_true_{n}"], arrays[f"y_pred_{n}"]).mean(axis=-1)
            weight = arrays.get(f"sample_weight_{n}", np.ones(each.shape, np.longdouble))
            times = tuple(range(1, each.ndim))  # the steps of a sequence are averaged, samples are summed
            sums.append((each * weight).mean(axis=times).sum())
            counts.append(weight.mean(axis=times).sum())
        total, count = (np.asarray([*np.cumsum(a), 0, a[0]]) for a in (sums, counts))
        return {"output": total / np.where(count == 0, 1, count), "state total": total, "state count": count}

    return outcome


def log_cosh(y_true: np.ndarray, y_pred: np.ndarray) -> np.ndarray:
    """log(cosh(d)), which neither overflows nor cancels."""
    apart = np.abs(y_pred - y_true)
    near, far = np.log1p(2 * np.sinh(np.minimum(apart, 1) / 2) ** 2), apart + np.log1p(np.exp(-2 * apart)) - np.log(np.longdouble(2))
    return np.where(apart < 1, near, far)


WIDE = ("float64", "float32")
THRESHOLDS = {"thresholds": (None, 0.25, (0.25, 0.75), (0.0, 0.5, 1.0))}
CHOSEN = {"thresholds": (None, 0.25, (0.25, 0.75)), "top_k": (None, 2), "class_id": (None, 0)}
AVERAGES = {"average": (None, "micro", "macro", "weighted"), "threshold": (None, 0.5)}
ANY, UNIT = (-np.inf, np.inf), (0.0, 1.0)
EMPTY = {"shapes": "an empty batch raises"}
NO_THRESHOLD = ({"thresholds": 1.5}, {"thresholds": -0.5})
NO_AVERAGE = ({"average": "mean"}, {"threshold": 1.5})
LOGITS = {"from_logits": (False, True), "label_smoothing": (0.0, 0.125)}

METRICS = [
    count("Accuracy", data.whole_numbers, domain=ANY),
    count("BinaryAccuracy", data.scores_and_labels, {"threshold": (0.5, 0.25)}),
    mean("BinaryCrossentropy", data.binary, LOGITS, meets=one_less_p),
    count("CategoricalAccuracy", data.scores_and_one_hot),
    mean("CategoricalCrossentropy", data.categorical, LOGITS, widths=(2, 3, 5)),
    mean("CategoricalHinge", data.scores_and_one_hot, widths=(2, 3, 5), keras_faults=EMPTY),
    mean("CosineSimilarity", data.numbers, dtypes=WIDE),  # in float16 Keras's epsilon, 1e-12, is 0, and rows of zeros give NaN
    count("F1Score", data.scores_and_one_hot, AVERAGES, dtypes=WIDE, refused=NO_AVERAGE, keras_faults=EMPTY),
    count(
        "FBetaScore", data.scores_and_one_hot, {**AVERAGES, "beta": (1.0, 2.0, 0.5)}, dtypes=WIDE,
        refused=({"beta": -1.0}, *NO_AVERAGE), keras_faults=EMPTY,
    ),
    count("FalseNegatives", data.scores_and_labels, THRESHOLDS, refused=NO_THRESHOLD),
    count("FalsePositives", data.scores_and_labels, THRESHOLDS, refused=NO_THRESHOLD),
    mean("Hinge", data.scores_and_labels),
    mean("KLDivergence", data.two_distributions, widths=(2, 3, 5)),
    mean(
        "LogCoshError", data.numbers, meets=lambda case: 1.0, exact=exact_mean(log_cosh),
        keras_faults={"streaming": "log(2), which is subtracted, is rounded to float32"},
    ),
    mean("Mean", data.values_alone),
    mean("MeanAbsoluteError", data.numbers),
    mean("MeanAbsolutePercentageError", data.positive_numbers),
    mean("MeanSquaredError", data.numbers),
    mean("MeanSquaredLogarithmicError", data.positive_numbers, meets=lambda case: 1.0),
    mean("Poisson", data.positive_numbers),
    count("Precision", data.scores_and_labels, CHOSEN, widths=(2, 3, 5), refused=NO_THRESHOLD),
    count("Recall", data.scores_and_labels, CHOSEN, widths=(2, 3, 5), refused=NO_THRESHOLD),
    mean("RootMeanSquaredError", data.numbers),
    count("SparseCategoricalAccuracy", data.scores_and_classes),
    mean(  # as in the loss
        "SparseCategoricalCrossentropy", data.sparse, {"from_logits": (False, True), "ignore_class": (None, 1)},
        widths=(2, 3, 5), meets=lambda case: 1.0,
    ),
    count("SparseTopKCategoricalAccuracy", data.scores_and_classes, {"k": (5, 1, 2)}),
    mean("SquaredHinge", data.scores_and_labels),
    mean("Sum", data.values_alone),
    count("TopKCategoricalAccuracy", data.scores_and_one_hot, {"k": (5, 1, 2)}),
    count("TrueNegatives", data.scores_and_labels, THRESHOLDS, refused=NO_THRESHOLD),
    count("TruePositives", data.scores_and_labels, THRESHOLDS, refused=NO_THRESHOLD),
]  # fmt: skip
