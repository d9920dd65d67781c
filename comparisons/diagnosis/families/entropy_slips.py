"""Slips in cross-entropies and divergences: arguments change places, a term has the wrong sign, no way to the logits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from comparisons.diagnosis.bases import scratch, seen
from comparisons.diagnosis.explanation import Explanation, Model, Parameter
from comparisons.diagnosis.families.cross_entropy import ADDED, ingredients, is_binary, is_cross_entropy, per_row, slope, value
from comparisons.diagnosis.units import units
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Logs = Callable[[np.ndarray, float], tuple[np.ndarray, np.ndarray]]
"""(probabilities, epsilon) -> the logarithm of them, and that of what they leave of 1."""

Terms = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""(targets, logarithm, that of the rest) -> what is averaged, but for the minus."""


def bare(p: np.ndarray, e: float) -> tuple[np.ndarray, np.ndarray]:
    return np.log(p), np.log(1 - p)


def added(p: np.ndarray, e: float) -> tuple[np.ndarray, np.ndarray]:
    return np.log(p + p.dtype.type(e)), np.log(1 - p + p.dtype.type(e))


def clipped(p: np.ndarray, e: float) -> tuple[np.ndarray, np.ndarray]:
    return bare(np.clip(p, e, 1 - e), e)


CLIPPED = Parameter("epsilon", (1e-7, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8))
LOGS: tuple[tuple[str, Logs, Parameter | None], ...] = (
    ("", bare, None),
    (", {parameter} added in the logarithm", added, ADDED),
    (", clipped at {parameter}", clipped, CLIPPED),
)
BINARY = "{target} * np.log({prediction}) + (1 - {target}) * np.log(1 - {prediction})"
TERMS: Mapping[str, Terms] = {
    "(1 - {target}) stands before log({prediction}), not before log(1 - {prediction})": lambda t, log, rest: t * log + (1 - t) * log,
    "{target} and 1 - {target} have changed places": lambda t, log, rest: t * rest + (1 - t) * log,
    "the second term has the wrong sign": lambda t, log, rest: t * log - (1 - t) * rest,
    "there is 1 - log(p) for log(1 - p)": lambda t, log, rest: t * log + (1 - t) * (1 - log),
}
SLOPES: Mapping[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "-{target} / p - (1 - {target}) / (1 - p): the second term has the wrong sign": lambda t, p: -t / p - (1 - t) / (1 - p),
    "{target} / p + (1 - {target}) / (1 - p): the first term has the wrong sign": lambda t, p: t / p + (1 - t) / (1 - p),
    "(p - {target}) / p: 1 - p is missing below the line": lambda t, p: (p - t) / p,
    "(p - {target}) / (1 - p): p is missing below the line": lambda t, p: (p - t) / (1 - p),
}


def of_terms(terms: Terms, logs: Logs) -> Callable[..., Outcome]:
    """The value of a binary cross-entropy with other terms."""

    def predict(pair: Pair, model: Model, case: Case, epsilon: float = 0.0) -> Outcome:
        parts, found = ingredients(pair, case), model(case)
        total = -np.sum(terms(parts.t, *logs(parts.p, epsilon))) / parts.averaged
        return {**found, "output": np.asarray(total * units(found["output"], value(parts, case, np.log)), dtype=case.dtype)}

    return predict


def of_slopes(slopes: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Callable[[Pair, Model, Case], Outcome]:
    """The derivative of a binary cross-entropy by the probability."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        if case.settings.get("from_logits"):
            raise ValueError("of probabilities")
        parts = ingredients(pair, case)
        gradient = np.asarray(case.upstream(()) * slopes(parts.t, parts.p) / parts.averaged, dtype=case.dtype)
        return seen(pair, case, {**model(case), "gradient of y_pred": gradient})

    return predict


def of_mean_exponential(*, shifted: bool) -> Callable[[Pair, Model, Case], Outcome]:
    """The logarithm of a softmax made with log(mean(exp(x))), which may be shifted first: that rounds otherwise."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        if not case.settings.get("from_logits") or "sample_weight" in case.given:
            raise ValueError("of logits, each as good as another")
        found, parts = model(case), ingredients(pair, case)
        x = case.x - case.x.max(axis=-1, keepdims=True) if shifted else case.x
        log = x - np.log(np.exp(x).mean(axis=-1, keepdims=True))
        made = value(parts, case, lambda p: log)
        return {**found, "output": made * np.asarray(units(found["output"], scratch(pair)(case)["output"]), dtype=case.dtype)}

    return predict


def labels_of(t: np.ndarray) -> np.ndarray:
    """The numbers of the classes; of rows only, in which one is 1."""
    if t.ndim != 2 or not np.isin(t, (0, 1)).all():
        raise ValueError("no labels")
    return t.argmax(axis=-1)


def columns_valued(pair: Pair, model: Model, case: Case) -> Outcome:
    """-log(p[:, y]), a matrix, and its mean."""
    parts, found = ingredients(pair, case), model(case)
    rows = -np.log(parts.p[:, labels_of(parts.t)]).mean(axis=1)
    made = rows if case.settings.get("reduction") == "none" else rows.mean()
    return {**found, "output": np.asarray(made * units(found["output"], value(parts, case, np.log)), dtype=case.dtype)}


def columns_taken(pair: Pair, model: Model, case: Case) -> Outcome:
    """dx[:, y] -= 1, or dp[:, y] = -1 / p[:, y]: all labels' columns, in every row."""
    if case.settings.get("reduction") == "none":
        raise ValueError("of a mean")
    parts, found = ingredients(pair, case), model(case)
    taken = np.isin(np.arange(parts.p.shape[1]), labels_of(parts.t))
    slopes = parts.p - taken if case.settings.get("from_logits") else -(taken / parts.p)
    gradient = np.asarray(case.upstream(()) * slopes / parts.averaged, dtype=case.dtype)
    times = units(found["gradient of y_pred"], scratch(pair)(case)["gradient of y_pred"])
    return {**found, **seen(pair, case, {"output": found["output"], "gradient of y_pred": gradient * np.asarray(times, gradient.dtype)})}


def not_to_logits(pair: Pair, model: Model, case: Case) -> Outcome:
    """dL/dp where the logits are asked about."""
    if not case.settings.get("from_logits"):
        raise ValueError("of logits")
    return {**model(case), "gradient of y_pred": slope(ingredients(pair, case), case, lambda p: 1 / p)}


def exchanged(logs: Logs) -> Callable[..., Outcome]:
    """-p log t, and its derivative by p."""

    def predict(pair: Pair, model: Model, case: Case, epsilon: float = 0.0) -> Outcome:
        if case.settings.get("from_logits") or pair.name.startswith("Sparse"):
            raise ValueError("of probabilities on both sides")
        parts = ingredients(pair, case)
        log, rest = logs(parts.t, epsilon)
        terms, by_p = parts.p * log, log
        if parts.binary:
            terms, by_p = terms + (1 - parts.p) * rest, log - rest
        found = {"output": -np.sum(terms) / parts.averaged, "gradient of y_pred": -case.upstream(()) * by_p / parts.averaged}
        return seen(pair, case, {what: np.asarray(a, dtype=case.dtype) for what, a in found.items()})

    return predict


def divided_by_targets(pair: Pair, model: Model, case: Case, epsilon: float) -> Outcome:
    """-p / t for -t / p."""
    if case.settings.get("from_logits") or pair.name.startswith("Sparse"):
        raise ValueError("of probabilities on both sides")
    parts, e = ingredients(pair, case), case.x.dtype.type(epsilon)
    terms = (parts.t - parts.p) / (parts.t * (1 - parts.t) + e) if parts.binary else -parts.p / (parts.t + e)
    return {
        **model(case),
        **seen(pair, case, {"output": model(case)["output"], "gradient of y_pred": case.upstream(()) * terms / parts.averaged}),
    }


def divergence(pair: Pair, model: Model, case: Case) -> Outcome:
    """The sum of p log(p / t), and its derivative by p."""
    t, p = case.given["y_true"].astype(case.dtype), case.x
    rows, log = np.prod(p.shape[:-1]), np.log(p / t)
    found = {"output": np.sum(p * log) / rows, "gradient of y_pred": case.upstream(()) * (log + 1) / rows}
    return {what: np.asarray(a, dtype=case.dtype) for what, a in found.items()}


def other_way_round(pair: Pair, model: Model, case: Case) -> Outcome:
    """The value of the loss with predictions for targets."""
    turned = replace(case.with_x(case.given["y_true"].astype(case.dtype)), given={**case.given, "y_true": case.x})
    return {**model(case), "output": model(turned)["output"]}


def named(*names: str) -> Callable[[Pair], bool]:
    return lambda pair: pair.kind == "loss" and pair.name in names


SWAPPED = "{target} and {prediction} have changed places"
TURN = "let the logarithm be that of {prediction}, and multiply it by {target}"


def explanations() -> Iterator[Explanation]:
    for told, logs, parameter in LOGS:
        yield Explanation("arguments-swapped", SWAPPED + told, exchanged(logs), is_cross_entropy, parameter, fix=TURN)
        for says, terms in TERMS.items():
            yield Explanation("value-formula", says + told, of_terms(terms, logs), is_binary, parameter, fix=f"write {BINARY}")
    yield Explanation(
        "arguments-swapped",
        "in the gradient {target} and {prediction} have changed places, {parameter} is added to what it is divided by",
        divided_by_targets,
        is_cross_entropy,
        ADDED,
        fix="divide by {prediction}, not by {target}",
    )
    yield Explanation("arguments-swapped", SWAPPED, divergence, named("KLDivergence"), fix="{target} * np.log({target} / {prediction})")
    yield Explanation(
        "arguments-swapped",
        SWAPPED,
        other_way_round,
        named("KLDivergence", "Poisson", "MeanAbsolutePercentageError"),
        fix="{target} is what is compared with, {prediction} what was predicted",
    )
    for shifted in (False, True):
        yield Explanation(
            "value-formula",
            "the logarithm of the softmax is x - log(mean(exp(x))), with the mean where the sum belongs",
            of_mean_exponential(shifted=shifted),
            per_row,
            fix="{prediction} - np.log(np.sum(np.exp({prediction}), axis=-1, keepdims=True))",
        )
    for code, says, predict, right in (
        ("value-formula", "{prediction}[:, {target}]", columns_valued, "np.log({prediction}[np.arange(N), {target}])"),
        ("derivative-formula", "in the gradient [:, {target}]", columns_taken, "{loss gradient}[np.arange(N), {target}] -= 1"),
    ):
        yield Explanation(code, f"{says} has the columns of all labels, of every sample", predict, per_row, fix=f"{right}, N the samples")
    for says, slopes in SLOPES.items():
        yield Explanation(
            "derivative-formula",
            f"the derivative is {says}",
            of_slopes(slopes),
            is_binary,
            fix="-{target} / {prediction} + (1 - {target}) / (1 - {prediction})",
        )
    yield Explanation(
        "derivative-omitted",
        "the gradient is that by the probabilities: the derivative of softmax or sigmoid is missing",
        not_to_logits,
        is_cross_entropy,
        fix="the gradient at the logits is (p - {target}) / N",
    )


EXPLANATIONS = list(explanations())
