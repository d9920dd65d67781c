"""Slips in normalizations: gamma forgotten, the variance for its root, the wrong axis, the wrong statistics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.normalization import is_batch, is_either, is_layer
from comparisons.diagnosis.upstream import redirected
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


def shape_of_features(pair: Pair, case: Case) -> list[int]:
    """What gamma has to be reshaped to."""
    features = case.settings.get("axis", -1) % case.x.ndim
    return [n if i == features else 1 for i, n in enumerate(case.x.shape)]


def gamma_forgotten(pair: Pair, model: Model, case: Case) -> Outcome:
    """The gradient of x as if gamma were 1."""
    return {**model(case), "gradient of x": model(case.with_inputs(gamma=np.ones_like(case.inputs["gamma"])))["gradient of x"]}


def without_normalized(pair: Pair, model: Model, case: Case) -> Outcome:
    """The gradient of gamma is that of beta."""
    found = model(case)
    return {**found, "gradient of gamma": found["gradient of beta"]}


def taken_with(factor: Callable[[Case, Outcome], np.ndarray]) -> Callable[[Pair, Model, Case], Outcome]:
    """The gradient of gamma with something else for what was normalised."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found = model(case)
        rows = case.upstream(case.x.shape) * factor(case, found)
        return {**found, "gradient of gamma": rows.sum(axis=all_but_features(case))}

    return predict


def all_but_features(case: Case) -> tuple[int, ...]:
    return tuple(i for i in range(case.x.ndim) if i != case.settings.get("axis", -1) % case.x.ndim)


def rows_of(*names: str) -> Callable[[Pair, Model, Case], Outcome]:
    """Gradients of gamma and beta with a row for every sample."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, dy, shape = model(case), case.upstream(case.x.shape), shape_of_features(pair, case)
        gamma, beta = (case.inputs[name].reshape(shape) for name in ("gamma", "beta"))
        rows = {"gradient of gamma": dy * (found["output"] - beta) / gamma, "gradient of beta": dy}
        return {**found, **{f"gradient of {name}": rows[f"gradient of {name}"] for name in names}}

    return predict


def by_variance(pair: Pair, model: Model, case: Case) -> Outcome:
    """Divided by variance + epsilon, and differentiated as if that were the deviation, as people write it."""
    x, epsilon = case.x, case.settings.get("epsilon", 1e-3)
    others = all_but_features(case)
    axes, shape = (others if is_batch(pair) else (case.settings.get("axis", -1) % x.ndim,)), shape_of_features(pair, case)
    gamma, beta = (case.inputs[name].reshape(shape) if name in case.inputs else other for name, other in (("gamma", 1), ("beta", 0)))
    learning = case.training or is_layer(pair)
    mean, variance = (
        (x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True))
        if learning
        else (case.given[f"moving_{name}"].reshape(shape) for name in ("mean", "variance"))
    )
    hat, dy = (x - mean) / (variance + epsilon), case.upstream(x.shape)
    found = {"output": gamma * hat + beta, "gradient of x": _back(dy * gamma, hat, axes, learning) / (variance + epsilon)}
    return {**model(case), **found, "gradient of gamma": (dy * hat).sum(axis=others)}


def _back(d: np.ndarray, hat: np.ndarray, axes: tuple[int, ...], learning: bool) -> np.ndarray:
    """Through mean and variance as it would be right for the root, but for the division."""
    return d - d.mean(axis=axes, keepdims=True) - hat * (d * hat).mean(axis=axes, keepdims=True) if learning else d


def along(axis: int) -> Callable[[Pair, Model, Case], Outcome]:
    """Normalised along another axis; gamma and beta stay with the features."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        if case.x.ndim != 2 or case.settings.get("axis", -1) % 2 != 1:
            raise ValueError("of samples with features")
        epsilon, (gamma, beta) = case.settings.get("epsilon", 1e-3), (case.inputs[name] for name in ("gamma", "beta"))
        x, dy = case.x, case.upstream(case.x.shape)
        deviation = np.sqrt(x.var(axis=axis, keepdims=True) + epsilon)
        hat = (x - x.mean(axis=axis, keepdims=True)) / deviation
        dx = _back(dy * gamma, hat, (axis,), learning=True) / deviation
        found = {"output": gamma * hat + beta, "gradient of x": dx, "gradient of gamma": (dy * hat).sum(axis=0)}
        return {**found, "gradient of beta": dy.sum(axis=0)}

    return predict


def batch_in_inference(pair: Pair, model: Model, case: Case) -> Outcome:
    """As in training, whatever the mode; nothing is said of what is remembered."""
    found = model(case)
    if case.training:
        return found
    learning = model(replace(case, training=True))
    return {what: a if what.startswith("state ") else learning[what] for what, a in found.items()}


def gamma_outside(pair: Pair, model: Model, case: Case) -> Outcome:
    """gamma times what goes back as if it were 1: statistics are of features that each have their own."""
    gamma = case.inputs["gamma"].reshape(shape_of_features(pair, case))
    return {**model(case), "gradient of x": gamma * gamma_forgotten(pair, model, case)["gradient of x"]}


def through_variance(factor: Callable[[np.ndarray, int], np.ndarray | float]) -> Callable[[Pair, Model, Case], Outcome]:
    """What goes back through the variance is some times what it should be: (deviation, how many are averaged) -> factor."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, shape = model(case), shape_of_features(pair, case)
        if not (case.training or is_layer(pair)):
            return found
        others = all_but_features(case)
        axes = others if is_batch(pair) else tuple(i for i in range(case.x.ndim) if i not in others)
        plain = {name: np.full_like(a, name == "gamma") for name, a in case.inputs.items() if name in ("gamma", "beta")}
        hat, centred = model(case.with_inputs(**plain))["output"], case.x - case.x.mean(axis=axes, keepdims=True)
        squares = [(a * a).sum(axis=axes, keepdims=True) for a in (centred, hat)]
        deviation = np.sqrt(np.where(squares[1] > 0, squares[0], 1) / np.where(squares[1] > 0, squares[1], 1))
        dhat = case.upstream(case.x.shape) * case.inputs.get("gamma", np.ones(1, dtype=case.dtype)).reshape(
            shape if "gamma" in plain else 1
        )
        part = hat * (dhat * hat).mean(axis=axes, keepdims=True) / deviation
        count = int(np.prod([case.x.shape[i] for i in axes]))
        return {**found, "gradient of x": found["gradient of x"] + (1 - factor(deviation, count)) * part}

    return predict


def reshaped_channels_first(pair: Pair, model: Model, case: Case) -> Outcome:
    """x.reshape(-1, C) of images that have their channels first: rows run along the pixels of one channel."""
    x = case.x
    if x.ndim != 4 or case.settings.get("axis", -1) % 4 != 3:
        raise ValueError("of images")
    first = np.moveaxis(x, -1, 1).shape

    def rows(a: np.ndarray) -> np.ndarray:
        return np.moveaxis(a, -1, 1).reshape(-1, first[1])

    dy = rows(case.upstream(x.shape))
    found = model(redirected(case.with_x(rows(x)).with_settings(axis=-1), lambda _: dy))
    return {what: np.moveaxis(a.reshape(first), 1, -1) if what in ("output", "gradient of x") else a for what, a in found.items()}


DGAMMA = "{gamma gradient} = np.sum({upstream} * x_hat, axis=0)"
SUM = "sum over the batch: np.sum(..., axis=0)"
DVAR = "dvar = -0.5 * np.sum(dxhat * (x - mean), axis) * (var + epsilon)**-1.5, and dx += dvar * 2 * (x - mean) / N"
VARIANCE_TIMES: tuple[tuple[str, Callable[[np.ndarray, int], np.ndarray | float]], ...] = (
    ("std**2 times", lambda std, n: std**2),
    ("std times", lambda std, n: std),
    ("1 / std times", lambda std, n: 1 / std),
    ("twice", lambda std, n: 2.0),
    ("half", lambda std, n: 0.5),
    ("minus", lambda std, n: -1.0),
    ("N / (N - 1) times", lambda std, n: np.float64(n) / (n - 1)),
)

EXPLANATIONS = [
    Explanation("gamma-forgotten", "{input gradient} is as if gamma were 1", gamma_forgotten, is_either, fix="dxhat = {upstream} * gamma"),
    Explanation(
        "derivative-formula",
        "{gamma gradient} is the sum of {upstream}: what was normalised is missing",
        without_normalized,
        is_either,
        fix=DGAMMA,
    ),
    Explanation(
        "derivative-formula",
        "{gamma gradient} is taken with {output}, not with what was normalised",
        taken_with(lambda case, found: found["output"]),
        is_either,
        fix=DGAMMA,
    ),
    Explanation(
        "derivative-formula",
        "{gamma gradient} is taken with {input}, not with what was normalised",
        taken_with(lambda case, found: case.x),
        is_either,
        fix=DGAMMA,
    ),
    *(
        Explanation("gradient-not-summed", "{what} has a row for every sample", rows_of(*names), is_either, fix=SUM)
        for names in (("gamma",), ("beta",), ("gamma", "beta"))
    ),
    Explanation(
        "root-missing", "divided by the variance + epsilon, not by its root", by_variance, is_either, fix="divide by np.sqrt(var + epsilon)"
    ),
    Explanation(
        "normalization-axis",
        "mean and variance are taken over the samples, axis 0",
        along(0),
        is_layer,
        fix="mean and variance over axis=-1, with keepdims=True",
    ),
    Explanation(
        "normalization-axis",
        "mean and variance are taken over the features of each sample",
        along(1),
        is_batch,
        fix="mean and variance over axis=0",
    ),
    Explanation(
        "batch-statistics-kept",
        "inference takes mean and variance of the batch",
        batch_in_inference,
        is_batch,
        fix="in inference use the moving mean and variance",
    ),
    Explanation(
        "batchnorm-axes",
        "images with their channels first are reshaped to (-1, C) as they are, so that a column is no channel",
        reshaped_channels_first,
        is_batch,
        fix="{input}.transpose(0, 2, 3, 1).reshape(-1, C), and back: .reshape(N, H, W, C).transpose(0, 3, 1, 2)",
    ),
    Explanation(
        "derivative-formula",
        "gamma multiplies what has gone back through mean and variance, as if it were one number",
        gamma_outside,
        is_layer,
        fix="dxhat = {upstream} * gamma, before its means are taken",
    ),
    *(
        Explanation(
            "derivative-formula",
            f"what goes back through the variance is {times} what it should be",
            through_variance(factor),
            is_either,
            fix=DVAR,
        )
        for times, factor in VARIANCE_TIMES
    ),
]
