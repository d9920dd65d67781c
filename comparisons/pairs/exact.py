"""Formulas of their own for the few parts where Keras in float64 is no better: the opinion that decides.

They are written for accuracy, in the longest floating type there is (on some platforms that is float64), and share
nothing with scratch.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from comparisons.pairs.case import Case

Long = np.ndarray
Formula = Callable[..., tuple[Long, Long]]

EPSILON = 1e-7  # keras.config.epsilon()


def of_each(formula: Formula) -> Callable[[Case], dict[str, np.ndarray]]:
    """The outcome of an elementwise function, from one that returns value and derivative."""

    def outcome(case: Case) -> dict[str, np.ndarray]:
        x = case.inputs["x"].astype(np.longdouble)
        with np.errstate(all="ignore"):
            y, slope = formula(x, **case.settings)
            return {"output": y, "gradient of x": slope * case.upstream(x.shape)}

    return outcome


def celu(x: Long, alpha: float) -> tuple[Long, Long]:
    """Smooth at 0, where Keras doubles the derivative."""
    low = np.minimum(x, 0) / alpha
    return np.where(x > 0, x, alpha * np.expm1(low)), np.exp(low)


def gelu(x: Long, approximate: bool) -> tuple[Long, Long]:
    """x times the normal distribution function, or its tanh approximation; Keras rounds the constants to float32."""
    root = np.sqrt(np.longdouble(2))
    if approximate:
        slope, cubic = np.sqrt(2 / np.arccos(np.longdouble(-1))), np.longdouble("0.044715")
        t = np.tanh(slope * (x + cubic * x**3))
        return x * (1 + t) / 2, (1 + t) / 2 + x * (1 - t * t) / 2 * slope * (1 + 3 * cubic * x * x)
    below = np.vectorize(lambda v: math.erfc(-v) / 2, otypes=[float])(x / root)
    return x * below, below + x * np.exp(-x * x / 2) / np.sqrt(2 * np.arccos(np.longdouble(-1)))


def selu(x: Long) -> tuple[Long, Long]:
    """Keras takes the slope from the output, which is 0 for x from -1e-16 up."""
    scale, alpha = np.longdouble("1.0507009873554804934193349852946"), np.longdouble("1.6732632423543772848170429916717")
    below = scale * alpha
    return np.where(x > 0, scale * x, below * np.expm1(np.minimum(x, 0))), np.where(x < 0, below * np.exp(np.minimum(x, 0)), scale)


def squareplus(x: Long, b: float) -> tuple[Long, Long]:
    """Without the squares that overflow, nor the difference that cancels below 0."""
    root = np.hypot(x, np.sqrt(np.longdouble(b)))
    larger = root / 2 + np.abs(x) / 2
    y = np.where(x > 0, larger, b / 4 / larger)
    return y, y / root


def sparsemax(case: Case) -> dict[str, np.ndarray]:
    """Row by row, the one support for which the threshold keeps just its members: the definition, by trying all sizes."""
    x = case.inputs["x"].astype(np.longdouble)
    dy = case.upstream(x.shape)
    y, dx = np.zeros_like(x), np.zeros_like(x)
    for place in np.ndindex(x.shape[:-1]):
        with np.errstate(invalid="ignore"):
            row = x[place] - x[place].max(initial=-np.inf)
        if not np.isfinite(row).all():
            y[place] = dx[place] = np.nan
            continue
        down = np.sort(row)[::-1]
        thresholds = [(down[:k].sum() - 1) / k for k in range(1, len(row) + 1)]
        y[place] = np.maximum(row - max(thresholds, default=0), 0)
        kept = y[place] > 0
        dx[place] = np.where(kept, dy[place] - dy[place].sum(where=kept) / max(1, kept.sum()), 0)
    return {"output": y, "gradient of x": dx}


def of_each_error(formula: Formula) -> Callable[[Case], dict[str, np.ndarray]]:
    """The outcome of a mean over the last axis, from a function of target and prediction that returns value and derivative."""

    def outcome(case: Case) -> dict[str, np.ndarray]:
        with np.errstate(all="ignore"):
            y_true, y_pred = np.broadcast_arrays(case.given["y_true"].astype(np.longdouble), case.inputs["y_pred"].astype(np.longdouble))
            each, slope = formula(y_true, y_pred)
            values = np.mean(each, axis=-1)
            weight = np.asarray(case.given.get("sample_weight", 1.0)).astype(np.longdouble)
            weighted = values * weight
            share = _share(str(case.settings["reduction"]), weighted, weight) if weighted.shape != (0,) else np.longdouble(1)
            whole = weighted if case.settings["reduction"] == "none" or weighted.shape == (0,) else np.sum(weighted) * share
            upstream = case.upstream(np.shape(whole)) * weight * share * np.ones_like(values)
            return {"output": np.asarray(whole), "gradient of y_pred": upstream[..., None] * slope / each.shape[-1]}

    return outcome


def log_cosh(y_true: Long, y_pred: Long) -> tuple[Long, Long]:
    """log(cosh(error)) without the difference that Keras loses small errors in."""
    error = y_pred - y_true
    size = np.abs(error)
    return size + np.log1p(np.expm1(-2 * size) / 2), np.tanh(error)


def squared_logarithmic(y_true: Long, y_pred: Long) -> tuple[Long, Long]:
    """The squared difference of log1p; Keras rounds epsilon to float32, and 1 + y."""
    epsilon = np.longdouble(EPSILON)
    error = np.log1p(np.maximum(y_pred, epsilon)) - np.log1p(np.maximum(y_true, epsilon))
    return error**2, np.where(y_pred >= epsilon, 2 * error / (1 + y_pred), 0)


def _share(reduction: str, weighted: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """What each weighted value counts in the reduced loss."""
    if reduction == "mean_with_sample_weight" and weight.ndim:
        return 1 / np.sum(weight)
    return np.asarray(1 if reduction in ("sum", "none") else np.longdouble(1) / weighted.size, dtype=np.longdouble)
