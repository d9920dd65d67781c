"""Another formula for the value of an activation: a sign, a constant or a term that is missing; its derivative goes with it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.activations import alpha_of, is_one_of, sigmoid
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Curve = Callable[..., np.ndarray]

SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772
ROOT = math.sqrt(2 / math.pi)


class Written(NamedTuple):
    """What is written for one activation: in words, as a function, and its derivative."""

    says: str
    curve: Curve
    slope: Curve


def line_or(below: Curve, above: float = 1.0) -> Curve:
    """`above` x where x is positive, something else below."""
    return lambda x, alpha=1.0: np.where(x > 0, above * x, below(np.minimum(x, 0), alpha))


def slope_or(below: Curve, above: float = 1.0) -> Curve:
    """The derivative of that."""
    return lambda x, alpha=1.0: np.where(x > 0, above, below(np.minimum(x, 0), alpha))


def tanh_gelu(factor: float, cubic: float) -> tuple[Curve, Curve]:
    """factor x (1 + tanh(sqrt(2 / pi) (x + cubic x^3))), with its derivative."""

    def inner(x: np.ndarray) -> np.ndarray:
        return np.tanh(ROOT * (x + cubic * x**3))

    return (
        lambda x: factor * x * (1 + inner(x)),
        lambda x: factor * (1 + inner(x) + x * (1 - inner(x) ** 2) * ROOT * (1 + 3 * cubic * x * x)),
    )


def below(value: Curve, slope: Curve, above: float = 1.0) -> tuple[Curve, Curve]:
    """`above` x where x is positive, `value` of x and alpha below; and the derivative."""
    return line_or(value, above), slope_or(slope, above)


MIXED = SCALE * ALPHA
VALUES: Mapping[str, tuple[str, tuple[Written, ...]]] = {
    "sigmoid": (
        "1 / (1 + np.exp(-{input}))",
        (
            Written("it is 1 / (1 + exp(x)): a minus is missing", lambda x: sigmoid(-x), lambda x: -sigmoid(x) * sigmoid(-x)),
            Written("it is 1 / (1 - exp(-x))", lambda x: 1 / (1 - np.exp(-x)), lambda x: -np.exp(-x) / (1 - np.exp(-x)) ** 2),
        ),
    ),
    "tanh": (
        "(np.exp({input}) - np.exp(-{input})) / (np.exp({input}) + np.exp(-{input})), or np.tanh({input})",
        (
            Written("it is (exp(x) - exp(-x)) / 2, the hyperbolic sine", np.sinh, np.cosh),
            Written("it is the inverse, the sum over the difference", lambda x: 1 / np.tanh(x), lambda x: 1 - 1 / np.tanh(x) ** 2),
            Written(
                "it is tanh(x / 2), as in (1 - exp(-x)) / (1 + exp(-x))", lambda x: np.tanh(x / 2), lambda x: (1 - np.tanh(x / 2) ** 2) / 2
            ),
            Written("it is -tanh(x): two exponentials have changed places", lambda x: -np.tanh(x), lambda x: np.tanh(x) ** 2 - 1),
        ),
    ),
    "relu": (
        "np.maximum(0, {input})",
        (
            Written("it is min(0, x)", lambda x: np.minimum(0, x), lambda x: np.where(x < 0, 1.0, 0.0)),
            Written("it is |x|", np.abs, np.sign),
        ),
    ),
    "elu": (
        "alpha * (np.exp({input}) - 1) below 0",
        (
            Written("below 0 it is alpha * exp(x): - 1 is missing", *below(lambda x, a: a * np.exp(x), lambda x, a: a * np.exp(x))),
            Written("below 0 it is alpha * exp(x) - 1: no brackets", *below(lambda x, a: a * np.exp(x) - 1, lambda x, a: a * np.exp(x))),
        ),
    ),
    "selu": (
        "1.0507009873554805 * np.where({input} > 0, {input}, 1.6732632423543772 * (np.exp({input}) - 1))",
        (
            Written("the scale, 1.0507, is missing", *below(lambda x, a: ALPHA * np.expm1(x), lambda x, a: ALPHA * np.exp(x))),
            Written("the scale, 1.0507, is missing above 0", *below(lambda x, a: MIXED * np.expm1(x), lambda x, a: MIXED * np.exp(x))),
            Written("scale and alpha have changed places", *below(lambda x, a: MIXED * np.expm1(x), lambda x, a: MIXED * np.exp(x), ALPHA)),
            Written("alpha, 1.6733, is missing", *below(lambda x, a: SCALE * np.expm1(x), lambda x, a: SCALE * np.exp(x), SCALE)),
            Written("- 1 is missing below 0", *below(lambda x, a: MIXED * np.exp(x), lambda x, a: MIXED * np.exp(x), SCALE)),
        ),
    ),
    "softplus": (
        "np.log(1 + np.exp({input}))",
        (Written("it is log(1 + exp(-x)): the sign of x is wrong", lambda x: np.logaddexp(0, -x), lambda x: -sigmoid(-x)),),
    ),
    "silu": (
        "{input} / (1 + np.exp(-{input}))",
        (Written("it is x / (1 + exp(x)): a minus is missing", lambda x: x * sigmoid(-x), lambda x: sigmoid(-x) * (1 - x * sigmoid(x))),),
    ),
    "gelu": (
        "0.5 * {input} * (1 + np.tanh(np.sqrt(2 / np.pi) * ({input} + 0.044715 * {input}**3)))",
        (
            Written("0.5 is missing", *tanh_gelu(1.0, 0.044715)),
            Written("the cube is multiplied by 0.44715", *tanh_gelu(0.5, 0.44715)),
            Written("the cube is multiplied by 0.0044715", *tanh_gelu(0.5, 0.0044715)),
        ),
    ),
    "softsign": (
        "{input} / (1 + np.abs({input}))",
        (Written("it is x / (1 + x): the absolute value is missing", lambda x: x / (1 + x), lambda x: 1 / (1 + x) ** 2),),
    ),
    "relu6": (
        "np.clip({input}, 0, 6)",
        (
            Written("it ends at 1", lambda x: np.clip(x, 0, 1), lambda x: np.where((x > 0) & (x < 1), 1.0, 0.0)),
            Written("it has no upper end", lambda x: np.maximum(x, 0), lambda x: np.where(x > 0, 1.0, 0.0)),
        ),
    ),
}
"""By activation: what is right, and what is written."""


def of_curve(written: Written) -> Callable[[Pair, Model, Case], Outcome]:
    """A curve and its derivative."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        alpha = alpha_of(case)
        with np.errstate(all="ignore"):
            y, slope = written.curve(case.x, **alpha), written.slope(case.x, **alpha)
        return {"output": y, "gradient of x": case.upstream(y.shape) * slope}

    return predict


def smaller(pair: Pair, model: Model, case: Case) -> Outcome:
    """min(slope x, x)."""
    slope = case.settings.get("negative_slope", 0.2)
    low = np.where(case.x > 0, slope, 1).astype(case.dtype)
    return {"output": case.x * low, "gradient of x": case.upstream(case.x.shape) * low}


def slope_for_line(pair: Pair, model: Model, case: Case) -> Outcome:
    """x, or below 0 the slope itself."""
    slope = np.asarray(case.settings.get("negative_slope", 0.2), dtype=case.dtype)
    return {**model(case), "output": np.where(case.x > 0, case.x, slope)}


def not_divided(pair: Pair, model: Model, case: Case) -> Outcome:
    """exp(x - max): the largest entry is 1."""
    return {"output": np.exp(case.x - case.x.max(axis=-1, keepdims=True))}


def shift_forgotten(pair: Pair, model: Model, case: Case) -> Outcome:
    """x - log(sum(exp(x - max)))."""
    return {**model(case), "output": model(case)["output"] + case.x.max(axis=-1, keepdims=True)}


def shifted_above(pair: Pair, model: Model, case: Case) -> Outcome:
    """exp(x - max) / sum(exp(x))."""
    return {"output": np.exp(case.x - case.x.max(axis=-1, keepdims=True)) / np.exp(case.x).sum(axis=-1, keepdims=True)}


def of_mean(pair: Pair, model: Model, case: Case) -> Outcome:
    """x - log(mean(exp(x))); the gradient is that of a sum."""
    found = model(case)
    return {**found, "output": found["output"] + np.asarray(np.log(case.x.shape[-1]), dtype=case.dtype)}


def own_upstream_alone(pair: Pair, model: Model, case: Case) -> Outcome:
    """dy - p, where p belongs to the sum of dy."""
    found = model(case)
    return {**found, "gradient of x": case.upstream(found["output"].shape) - np.exp(found["output"])}


def explanations() -> Iterator[Explanation]:
    for name, (right, formulas) in VALUES.items():
        for written in formulas:
            yield Explanation("value-formula", written.says, of_curve(written), is_one_of(name), fix=right)


EXPLANATIONS = [
    *explanations(),
    Explanation(
        "value-formula",
        "it is the smaller of x and slope * x",
        smaller,
        is_one_of("leaky_relu"),
        fix="np.maximum(slope * {input}, {input})",
    ),
    Explanation(
        "value-formula",
        "below 0 it is the slope alone, not slope * x",
        slope_for_line,
        is_one_of("leaky_relu"),
        fix="below 0 it is slope * {input}",
    ),
    Explanation(
        "value-formula",
        "exp(x - max) is not divided by its sum",
        not_divided,
        is_one_of("softmax"),
        fix="divide by the sum of the row, with axis=-1 and keepdims=True",
    ),
    Explanation(
        "value-formula",
        "the shift is subtracted above the line alone: exp(x - max) / sum(exp(x))",
        shifted_above,
        is_one_of("softmax"),
        fix="the sum is of the same exponentials, e = np.exp({input} - max): e / e.sum(axis=-1, keepdims=True)",
    ),
    Explanation(
        "value-formula",
        "it is x - log(mean(exp(x))), with the mean where the sum belongs",
        of_mean,
        is_one_of("log_softmax"),
        fix="{input} - np.log(np.sum(np.exp({input}), axis=-1, keepdims=True))",
    ),
    Explanation(
        "value-formula",
        "the shift is subtracted in the sum alone",
        shift_forgotten,
        is_one_of("log_softmax"),
        fix="{input} - max - np.log(np.sum(np.exp({input} - max)))",
    ),
    Explanation(
        "derivative-formula",
        "the gradient is dy - softmax(x): the sum of dy is missing",
        own_upstream_alone,
        is_one_of("log_softmax"),
        fix="{upstream} - np.exp({output}) * {upstream}.sum(axis=-1, keepdims=True)",
    ),
]
