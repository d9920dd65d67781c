"""What shows at kinks and at extreme numbers only: another derivative at 0, overflow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from comparisons.diagnosis.bases import scratch
from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.activations import name_of
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.tolerance import machine_epsilon

NEXT_TO = 2  # units in the last place of numbers of at least 1; twice that is still this side of what is close to a kink
JUMP = 1e-2  # relative change of a slope that is a kink's


Slope = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""At a kink, made of those on both sides: (left, right) -> slope."""


def at_kinks(choose: Slope) -> Callable[[Pair, Model, Case], Outcome]:
    """Where the slopes on both sides differ, something made of both: (left, right) -> gradient. Curved sides are drawn on in a line."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, name = model(case), f"gradient of {next(iter(case.inputs))}"
        step = (NEXT_TO * machine_epsilon(case.dtype) * np.maximum(1, np.abs(case.x))).astype(case.dtype)
        left, right = (2 * model(case.with_x(case.x + side))[name] - model(case.with_x(case.x + 2 * side))[name] for side in (-step, step))
        jumps = np.abs(left - right) > JUMP * np.maximum(np.abs(left), np.abs(right))
        jumps |= np.isin(case.x, pair.kinks)  # however small: a PReLU of slope 1 is none, and Keras's gradient is 0 there
        return {**found, name: np.where(jumps, choose(left, right), found[name]).astype(case.dtype)}

    return predict


def flatter(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.where(np.abs(left) <= np.abs(right), left, right)


def steeper(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.where(np.abs(left) <= np.abs(right), right, left)


ABOVE = "the one above it"
SLOPES: dict[str, tuple[Slope, str]] = {
    ABOVE: (lambda left, right: right, "the one below: compare with > rather than >=, with <= rather than <"),
    "the one below it": (lambda left, right: left, "the one above: compare with >= rather than >, with < rather than <="),
    "the flatter one": (flatter, "the steeper: at both ends of a line its slope, with >= and <= rather than > and <"),
    "the steeper one": (steeper, "the flatter: at both ends of a line that beyond, with > and < rather than >= and <="),
    "the mean of both sides": (lambda left, right: (left + right) / 2, "that of one side, which for relu is 0"),
}
"""What a slope at a kink may be; and, where Keras has another, which."""
OF_PRELU = "neither that of one side nor of the other, but 0"
OF_OUTPUT = " (given its output rather than its input, >= lets every gradient through)"
"""Nobody can see from numbers which of the two somebody means: with the input it is all but right."""


def kinks() -> Iterator[Explanation]:
    for mine, (slope, theirs) in SLOPES.items():
        of_relu = [(is_relu, theirs + OF_OUTPUT), (has_other_kinks, theirs)] if mine == ABOVE else [(has_kinks, theirs)]
        for applies, taken in (*of_relu, (is_prelu, OF_PRELU)):
            fix = f"Keras takes {taken}, or accept the convention"
            yield Explanation("kink-at-zero", f"at a kink the slope is {mine}", at_kinks(slope), applies, fix=fix, edge=True)


def kept_at_the_threshold(pair: Pair, model: Model, case: Case) -> Outcome:
    """x itself at the very threshold, where the value jumps."""
    at_jump = np.abs(case.x) == np.asarray(case.settings["threshold"], dtype=case.dtype)
    found = model(case)
    return {**found, "output": np.where(at_jump, case.x, found["output"])}


def unbounded_below(pair: Pair, model: Model, case: Case) -> Outcome:
    """The squared difference of log(1 + y) with y as it is, be it 0."""
    found, t = model(case), case.given["y_true"]
    error = np.log1p(case.x) - np.log1p(t)
    slope = 2 * error / (1 + case.x) / case.x.size * case.upstream(())
    return {**found, "output": np.mean(error**2), **({"gradient of y_pred": slope} if "gradient of y_pred" in found else {})}


def is_relu(pair: Pair) -> bool:
    return name_of(pair) == "relu"


def is_prelu(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name == "PReLU"


def has_other_kinks(pair: Pair) -> bool:
    return has_kinks(pair) and not is_relu(pair)


def has_kinks(pair: Pair) -> bool:
    return (bool(pair.kinks) and not is_prelu(pair)) or (pair.kind == "loss" and pair.has_ties and not pair.name.endswith("Crossentropy"))


def beyond(side: Callable[[np.ndarray, float], np.ndarray], fill: float, share: float) -> Callable[[Pair, Model, Case], Outcome]:
    """Not a number, or infinite, where exp overflows; right elsewhere.

    Args:
        side: (x, limit) -> mask.
        fill: what comes out instead.
        share: of the exponent at which exp overflows: 1/2 where squares are taken.
    """

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        mask = side(case.x.astype("float64"), share * limit_of(case.dtype))  # the limit itself, as float32 has it, lies beyond it
        if not pair.elementwise:
            mask = np.broadcast_to(mask.any(axis=-1, keepdims=True), case.x.shape)
        return {what: np.where(mask, fill, a).astype(case.dtype) if a.shape == mask.shape else a for what, a in model(case).items()}

    return predict


def limit_of(dtype: str) -> float:
    """Where exp overflows: 88.72 in float32, 709.78 in float64."""
    return float(np.log(np.finfo(dtype).max.astype("float64")))


def naive_softmax(pair: Pair, model: Model, case: Case) -> Outcome:
    """exp(x) / sum(exp(x))."""
    e = np.exp(case.x)
    y = e / e.sum(axis=-1, keepdims=True)
    dy = case.upstream(y.shape)
    return {"output": y, "gradient of x": y * (dy - (dy * y).sum(axis=-1, keepdims=True))}


def naive_over(axis: int | None) -> Callable[[Pair, Model, Case], Outcome]:
    """The same over another axis, or over everything; the model where nothing overflows."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        e = np.exp(case.x)
        total = e.sum(axis=axis, keepdims=True)
        return model(case) if (np.isfinite(total) & (total > 0)).all() else {**model(case), "output": e / total}

    return predict


def softmax_by_largest_of_all(pair: Pair, model: Model, case: Case) -> Outcome:
    """exp(x - max(x)) over its sum, the largest of all samples: 0 / 0 where a sample is far below it."""
    axis = case.settings.get("axis", -1)
    e = np.exp(case.x - case.x.max(initial=-np.inf))
    y = e / e.sum(axis=axis, keepdims=True)
    dy = case.upstream(y.shape)
    return {"output": y, "gradient of x": y * (dy - (dy * y).sum(axis=axis, keepdims=True))}


def naive_log_softmax(pair: Pair, model: Model, case: Case) -> Outcome:
    """x - log(sum(exp(x))), and whatever the model has beside it."""
    e = np.exp(case.x)
    beside = model(case)["output"] - scratch(pair)(case)["output"]
    y = case.x - np.log(e.sum(axis=-1, keepdims=True)) + beside
    dy = case.upstream(y.shape)
    return {"output": y, "gradient of x": dy - e / e.sum(axis=-1, keepdims=True) * dy.sum(axis=-1, keepdims=True)}


def log_of_softmax(pair: Pair, model: Model, case: Case) -> Outcome:
    """log(softmax(x)): -inf where the softmax is 0."""
    e = np.exp(case.x - case.x.max(axis=-1, keepdims=True))
    return {**model(case), "output": np.log(e / e.sum(axis=-1, keepdims=True))}


SIDES: dict[str, Callable[[np.ndarray, float], np.ndarray]] = {
    "x > {:.4g}": lambda x, limit: x > limit,
    "x < -{:.4g}": lambda x, limit: x < -limit,
    "|x| > {:.4g}": lambda x, limit: np.abs(x) > limit,
}
FILLS = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf}


def smooth(pair: Pair) -> bool:
    return pair.kind == "activation" and name_of(pair) not in ("linear", "relu")


BY_TANH = "np.tanh({input}), which cannot overflow"
BY_LOGADDEXP = "np.logaddexp(0, {input}), which cannot overflow"


def is_softplus(pair: Pair) -> bool:
    return name_of(pair) == "softplus"


def is_tanh(pair: Pair) -> bool:
    return name_of(pair) == "tanh"


def other(pair: Pair) -> bool:
    return smooth(pair) and not is_softplus(pair) and not is_tanh(pair)


def overflows() -> Iterator[Explanation]:
    for words, side in SIDES.items():
        for fill, number in FILLS.items():
            for share in (1.0, 0.5):
                single, double = (share * limit_of(dtype) for dtype in ("float32", "float64"))
                told = f"{fill} where {words.format(single)} (float32) or {double:.4g} (float64): exp overflows"
                for pairs, fix in ((is_softplus, BY_LOGADDEXP), (is_tanh, BY_TANH), (other, "")):
                    yield Explanation("overflow", f"{{what}} is {told}", beyond(side, number, share), pairs, fix=fix, edge=True)


EXPLANATIONS = [
    *kinks(),
    Explanation(
        "kink-at-zero",
        "at the threshold itself the output is {input}, not 0",
        kept_at_the_threshold,
        lambda pair: name_of(pair) == "hard_shrink",
        fix="Keras keeps what is beyond the threshold, not at it: > rather than >=, or accept the convention",
        edge=True,
    ),
    Explanation(
        "epsilon-value",
        "0 counts as 0, where Keras takes 1e-7 for what is less",
        unbounded_below,
        lambda pair: pair.kind == "loss" and pair.name == "MeanSquaredLogarithmicError",
        fix="np.log1p(np.maximum({prediction}, 1e-7)), and the same of {target}, or accept the convention",
        edge=True,
    ),
    Explanation(
        "overflow",
        "exp(x) / sum(exp(x)) without subtracting the largest x first",
        naive_softmax,
        lambda pair: name_of(pair) == "softmax",
        edge=True,
    ),
    *(
        Explanation(
            "overflow",
            f"exp(x) / sum(exp(x)), the sum that of {words}, without subtracting the largest x first",
            naive_over(axis),
            lambda pair: name_of(pair) == "softmax",
            edge=True,
        )
        for axis, words in ((None, "everything"), (0, "a column"))
    ),
    Explanation(
        "overflow",
        "the largest of all numbers is subtracted: far below it every exp of a sample is 0, and 0 / 0 is no number",
        softmax_by_largest_of_all,
        lambda pair: name_of(pair) == "softmax",
        fix="subtract the largest entry of each sample by itself",
        edge=True,
    ),
    Explanation(
        "overflow",
        "log(sum(exp(x))) without subtracting the largest x first",
        naive_log_softmax,
        lambda pair: name_of(pair) == "log_softmax",
        edge=True,
    ),
    Explanation("overflow", "the logarithm of a softmax that is 0", log_of_softmax, lambda pair: name_of(pair) == "log_softmax", edge=True),
    *overflows(),
]
