"""Slips in the moving averages of batch normalization: what they take up of a batch, and what inference makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.normalization import is_batch
from comparisons.diagnosis.families.normalization_slips import all_but_features, shape_of_features
from comparisons.pairs.case import Case
from comparisons.pairs.layer_pair import STATE
from comparisons.pairs.pair import Outcome, Pair

MEAN, VARIANCE = STATE
OfBatch = Callable[[np.ndarray, tuple[int, ...], float], np.ndarray]
"""(x, axes, epsilon) -> a number for each feature."""


def mean(x: np.ndarray, axes: tuple[int, ...], epsilon: float) -> np.ndarray:
    return x.mean(axis=axes)


def variance(x: np.ndarray, axes: tuple[int, ...], epsilon: float) -> np.ndarray:
    return x.var(axis=axes)


def deviation(x: np.ndarray, axes: tuple[int, ...], epsilon: float) -> np.ndarray:
    return x.std(axis=axes)


def root(x: np.ndarray, axes: tuple[int, ...], epsilon: float) -> np.ndarray:
    found: np.ndarray = np.sqrt(x.var(axis=axes) + epsilon)
    return found


def unbiased(x: np.ndarray, axes: tuple[int, ...], epsilon: float) -> np.ndarray:
    count = int(np.prod([x.shape[i] for i in axes]))
    return variance(x, axes, epsilon) * np.asarray(count / max(count - 1, 1), dtype=x.dtype)


def squares(x: np.ndarray, axes: tuple[int, ...], epsilon: float) -> np.ndarray:
    return (x * x).mean(axis=axes)


def taking_up(values: Mapping[str, OfBatch]) -> Callable[[Pair, Model, Case], Outcome]:
    """Averages of something else, by their names."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found = model(case)
        if not case.training:
            return found
        kept, axes = case.settings.get("momentum", 0.99), all_but_features(case)
        epsilon = case.settings.get("epsilon", 1e-3)
        return found | {
            f"state {name}": kept * case.given[name] + (1 - kept) * value(case.x, axes, epsilon) for name, value in values.items()
        }

    return predict


def from_the_mean(*, updated: bool) -> Callable[[Pair, Model, Case], Outcome]:
    """The moving variance moves on from the moving mean, which is updated before or not."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, kept, own = model(case), case.settings.get("momentum", 0.99), f"state {VARIANCE}"
        if not case.training:
            return found
        begun = found[f"state {MEAN}"] if updated else case.given[MEAN]
        return {**found, own: kept * begun + (1 - kept) * case.x.var(axis=all_but_features(case))}

    return predict


def not_averaged(*names: str) -> Callable[[Pair, Model, Case], Outcome]:
    """What is remembered is what the last batch had."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, axes = model(case), all_but_features(case)
        of_batch = {MEAN: case.x.mean(axis=axes), VARIANCE: case.x.var(axis=axes)}
        return {**found, **({f"state {name}": of_batch[name] for name in names} if case.training else {})}

    return predict


def not_moved(*names: str) -> Callable[[Pair, Model, Case], Outcome]:
    """Training leaves them as they are."""
    return lambda pair, model, case: {**model(case), **{f"state {name}": case.given[name] for name in names}}


def in_inference(value: Callable[[np.ndarray, np.ndarray, np.ndarray, float], np.ndarray]) -> Callable[[Pair, Model, Case], Outcome]:
    """What inference normalises to: (x, moving mean, moving variance, epsilon)."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, shape = model(case), shape_of_features(pair, case)
        if case.training:
            return found
        of_mean, of_variance = (case.given[name].reshape(shape) for name in (MEAN, VARIANCE))
        with np.errstate(divide="ignore", invalid="ignore"):
            hat = value(case.x, of_mean, of_variance, case.settings.get("epsilon", 1e-3))
        gamma, beta = (case.inputs[name].reshape(shape) if name in case.inputs else other for name, other in (("gamma", 1), ("beta", 0)))
        return {**found, "output": gamma * hat + beta}

    return predict


def epsilon_forgotten(pair: Pair, model: Model, case: Case) -> Outcome:
    """In inference alone."""
    return model(case) if case.training else {**model(case), "output": model(case.with_settings(epsilon=0.0))["output"]}


def exchanged(pair: Pair, model: Model, case: Case) -> Outcome:
    """Inference takes the one for the other."""
    if case.training:
        return model(case)
    given = {**case.given, MEAN: case.given[VARIANCE], VARIANCE: case.given[MEAN]}
    return {**model(case), "output": model(replace(case, given=given))["output"]}


MOVING = {name: f"{short} = momentum * {short} + (1 - momentum) * {of_batch}" for name, short, of_batch in (
    (MEAN, "moving_mean", "mean"), (VARIANCE, "moving_var", "var"),
)}  # fmt: skip
INFERENCE = "(x - moving_mean) / np.sqrt(moving_var + epsilon)"
TAKEN_UP: tuple[tuple[str, str, OfBatch], ...] = (
    (VARIANCE, "the standard deviation", deviation),
    (VARIANCE, "np.sqrt(var + epsilon)", root),
    (VARIANCE, "the mean", mean),
    (VARIANCE, "the mean of the squares", squares),
    (MEAN, "the variance", variance),
)

EXPLANATIONS = [
    *(
        Explanation(
            "value-formula", f"the moving {name.removeprefix('moving_')} takes up {what}", taking_up({name: of}), is_batch, fix=MOVING[name]
        )
        for name, what, of in TAKEN_UP
    ),
    Explanation(
        "value-formula",
        "the moving mean takes up the variance, and the moving variance the mean",
        taking_up({MEAN: variance, VARIANCE: mean}),
        is_batch,
        fix=" and ".join(MOVING.values()),
    ),
    *(
        Explanation(
            "value-formula", "the moving variance moves on from the moving mean", from_the_mean(updated=u), is_batch, fix=MOVING[VARIANCE]
        )
        for u in (True, False)
    ),
    Explanation(
        "batchnorm-ddof",
        "the variance that is remembered is divided by N - 1, by 1 where N is 1",
        taking_up({VARIANCE: unbiased}),
        is_batch,
    ),
    *(
        Explanation(
            "not-accumulated",
            "{what} is that of the last batch alone",
            not_averaged(*names),
            is_batch,
            fix="moving = momentum * moving + (1 - momentum) * batch",
        )
        for names in ((MEAN, VARIANCE), (MEAN,), (VARIANCE,))
    ),
    *(
        Explanation("value-formula", "{what} stays as it was in training", not_moved(*names), is_batch, fix=MOVING[names[-1]])
        for names in ((MEAN, VARIANCE), (MEAN,), (VARIANCE,))
    ),
    *(
        Explanation("value-formula", f"inference {said}", predict, is_batch, fix=INFERENCE)
        for said, predict in (
            ("does not subtract the moving mean", in_inference(lambda x, m, v, e: x / np.sqrt(v + e))),
            ("adds the moving mean", in_inference(lambda x, m, v, e: (x + m) / np.sqrt(v + e))),
            ("does not divide", in_inference(lambda x, m, v, e: x - m)),
            ("divides by the moving variance, not by its root", in_inference(lambda x, m, v, e: (x - m) / (v + e))),
            ("takes the moving variance for the mean, and the mean for the variance", exchanged),
            ("leaves epsilon out", epsilon_forgotten),
        )
    ),
]
