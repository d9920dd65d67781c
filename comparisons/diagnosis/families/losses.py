"""Mistakes in losses of any kind that are no mere factor: shapes that meet by broadcasting, another coefficient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model, Parameter
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


def broadcast(pair: Pair, model: Model, case: Case) -> Outcome:
    """Every prediction met every target."""
    x, t = case.x, case.given["y_true"]
    n = len(x)
    if x.shape != (n, 1) or n < 2:
        return model(case)
    crossed = replace(case.with_x(np.repeat(x, n, axis=1)), given={"y_true": np.repeat(t.reshape(1, n), n, axis=0)})
    return model(crossed)


def broadcast_and_summed(pair: Pair, model: Model, case: Case) -> Outcome:
    """The same, with the gradient added up to the shape of the prediction."""
    found = broadcast(pair, model, case)
    return (
        found
        if found["gradient of y_pred"].shape == case.x.shape
        else found | {"gradient of y_pred": found["gradient of y_pred"].sum(axis=1, keepdims=True)}
    )


def flattened_and_broadcast(pair: Pair, model: Model, case: Case) -> Outcome:
    """All predictions as a column met all targets as a row."""
    if case.given["y_true"].shape != case.x.shape or case.x.size < 2:
        return model(case)
    met = replace(case.with_x(case.x.reshape(-1, 1)), given={"y_true": case.given["y_true"].reshape(-1, 1)})
    return {"output": broadcast(pair, model, met)["output"]}


def one_column(pair: Pair, case: Case) -> Iterator[Case]:
    """The first column alone."""
    if case.given["y_true"].shape == case.x.shape and case.x.ndim == 2 and pair.name != "CategoricalCrossentropy":
        yield replace(case.with_x(case.x[:, :1]), given={"y_true": case.given["y_true"][:, :1]})


def with_delta(pair: Pair, model: Model, case: Case, delta: float) -> Outcome:
    return model(case.with_settings(delta=delta))


DELTAS = Parameter("delta", (1.0, 0.5, 1.35, 1.5, 2.0, 0.1), 1e-3, 100.0, "delta")

EXPLANATIONS = [
    Explanation(
        "labels-broadcast", "(N, 1) and (N,) met and became (N, N)", broadcast, lambda pair: pair.kind == "loss", telling=one_column
    ),
    Explanation(
        "labels-broadcast",
        "(N, 1) and (N,) met and became (N, N)",
        broadcast_and_summed,
        lambda pair: pair.kind == "loss",
        telling=one_column,
    ),
    Explanation(
        "labels-broadcast",
        "all predictions in a column met all targets in a row, and became a matrix of every pair",
        flattened_and_broadcast,
        lambda pair: pair.kind == "loss" and pair.name in ("MeanSquaredError", "MeanAbsoluteError", "BinaryCrossentropy"),
    ),
    Explanation("coefficient-value", "delta is {parameter}", with_delta, lambda pair: pair.name == "Huber", DELTAS),
]
