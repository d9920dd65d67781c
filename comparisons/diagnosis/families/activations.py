"""Mistakes in activations and their derivatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model, Parameter
from comparisons.diagnosis.upstream import redirected
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Curve = Callable[..., np.ndarray]

LAYERS = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu", "Softmax": "softmax"}


def name_of(pair: Pair) -> str:
    """The activation that a pair is about, be it a function or a layer; empty if neither."""
    return pair.name if pair.kind == "activation" else LAYERS.get(pair.name, "") if pair.kind == "layer" else ""


def is_one_of(*names: str) -> Callable[[Pair], bool]:
    return lambda pair: name_of(pair) in names


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


BY_OUTPUT: Mapping[str, Curve] = {
    "sigmoid": lambda a: a * (1 - a),
    "tanh": lambda a: 1 - a * a,
    "softplus": lambda a: 1 - np.exp(-a),
    "exponential": lambda a: a,
    "elu": lambda a, alpha=1.0: np.where(a > 0, 1, a + alpha),
    "softsign": lambda a: (1 - np.abs(a)) ** 2,
}
"""The derivative as a function of the output."""

BY_INPUT: Mapping[str, Curve] = {
    "sigmoid": lambda x: sigmoid(x) * (1 - sigmoid(x)),
    "tanh": lambda x: 1 - np.tanh(x) ** 2,
    "softplus": sigmoid,
    "exponential": np.exp,
    "elu": lambda x, alpha=1.0: np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0))),
    "silu": lambda x: sigmoid(x) * (1 + x * (1 - sigmoid(x))),
    "softsign": lambda x: 1 / (1 + np.abs(x)) ** 2,
}
"""The derivative as a function of the input."""


def with_slope(slope: Callable[[Pair, Case, np.ndarray], np.ndarray]) -> Callable[[Pair, Model, Case], Outcome]:
    """Output as the model has it, gradient from another derivative: (pair, case, output) -> slope."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        output = model(case)["output"]
        return {"output": output, "gradient of x": slope(pair, case, output) * case.upstream(output.shape)}

    return predict


def alpha_of(case: Case) -> dict[str, float]:
    return {name: value for name, value in case.settings.items() if name == "alpha"}


def by_output_of_input(pair: Pair, case: Case, output: np.ndarray) -> np.ndarray:
    return BY_OUTPUT[name_of(pair)](case.x, **alpha_of(case))


def by_input_of_output(pair: Pair, case: Case, output: np.ndarray) -> np.ndarray:
    return BY_INPUT[name_of(pair)](output, **alpha_of(case))


def slope_negated(pair: Pair, case: Case, output: np.ndarray) -> np.ndarray:
    return np.where(case.x > 0, 1, -case.settings["negative_slope"]).astype(case.dtype)


def ones(pair: Pair, case: Case, output: np.ndarray) -> np.ndarray:
    return np.ones_like(output)


def without_upstream(pair: Pair, model: Model, case: Case) -> Outcome:
    """As if every upstream gradient were 1."""
    return model(redirected(case, np.ones_like))


def mask_of_upstream(pair: Pair, case: Case, output: np.ndarray) -> np.ndarray:
    return case.upstream(output.shape) > 0


def one_below(pair: Pair, model: Model, case: Case) -> Outcome:
    """`dx[mask] = 1` for 0, mask where x is not positive."""
    found = model(case)
    return {**found, "gradient of x": np.where(case.x > 0, case.upstream(case.x.shape), 1)}


def added_upstream(pair: Pair, model: Model, case: Case) -> Outcome:
    """f'(x) + dy."""
    found = without_upstream(pair, model, case)
    return {**found, "gradient of x": found["gradient of x"] + case.upstream(found["output"].shape)}


def is_entry_by_entry(pair: Pair) -> bool:
    return bool(name_of(pair)) and pair.elementwise


def mask_inverted(pair: Pair, case: Case, output: np.ndarray) -> np.ndarray:
    return case.x <= 0


def leaking(pair: Pair, model: Model, case: Case, slope: float) -> Outcome:
    """x or slope x; Keras itself would round the slope to float32."""
    factor = np.where(case.x > 0, 1, slope).astype(case.dtype)
    return {"output": case.x * factor, "gradient of x": case.upstream(case.x.shape) * factor}


def saturating(pair: Pair, model: Model, case: Case, alpha: float) -> Outcome:
    """x, or alpha (exp(x) - 1)."""
    x, low = case.x, np.minimum(case.x, 0)
    slope = np.where(x > 0, 1, alpha * np.exp(low)).astype(case.dtype)
    return {"output": np.where(x > 0, x, alpha * np.expm1(low)).astype(case.dtype), "gradient of x": case.upstream(x.shape) * slope}


def other_gelu(pair: Pair, model: Model, case: Case) -> Outcome:
    """The form that the settings do not ask for."""
    formula = pair.exact
    if formula is None:
        raise ValueError("no formula")
    return formula(case.with_settings(approximate=not case.settings.get("approximate", False)))


def sigmoid_gelu(pair: Pair, model: Model, case: Case) -> Outcome:
    """x sigmoid(1.702 x)."""
    s = sigmoid(1.702 * case.x)
    return {"output": case.x * s, "gradient of x": case.upstream(s.shape) * (s + 1.702 * case.x * s * (1 - s))}


def keras_2_hard_sigmoid(pair: Pair, model: Model, case: Case) -> Outcome:
    line = 0.2 * case.x + 0.5
    inside = (line > 0) & (line < 1)
    return {"output": np.clip(line, 0, 1), "gradient of x": case.upstream(line.shape) * np.where(inside, 0.2, 0).astype(case.dtype)}


SLOPES = Parameter("slope", (0.01, 0.1, 0.2, 0.3, 0.05, 0.001, 0.02, 0.25, 0.0, 0.5), 1e-6, 4.0, "negative_slope")
ALPHAS = Parameter("alpha", (1.0, 0.1, 0.01, 0.2, 0.3, 0.5, 1.6732632423543772), 1e-6, 10.0)

EXPLANATIONS = [
    Explanation("negative-slope", "below 0 the slope is {parameter}", leaking, is_one_of("leaky_relu", "relu"), SLOPES),
    Explanation("negative-slope", "below 0 alpha is {parameter}", saturating, is_one_of("elu"), ALPHAS),
    Explanation("gelu-approximation", "the other form of gelu, by tanh or exact", other_gelu, is_one_of("gelu")),
    Explanation("gelu-approximation", "x * sigmoid(1.702 x) stands for gelu", sigmoid_gelu, is_one_of("gelu")),
    Explanation("hard-sigmoid-keras2", "clip(0.2 x + 0.5, 0, 1), as in Keras 2", keras_2_hard_sigmoid, is_one_of("hard_sigmoid")),
    Explanation("relu-mask-wrong", "the gradient passes at negative {input}, too", with_slope(ones), is_one_of("relu")),
    Explanation("relu-mask-wrong", "the mask is taken of {upstream}, not of {input}", with_slope(mask_of_upstream), is_one_of("relu")),
    Explanation("relu-mask-wrong", "the gradient passes where {input} is negative only", with_slope(mask_inverted), is_one_of("relu")),
    Explanation(
        "relu-mask-wrong",
        "{input gradient} is 1, not 0, where {input} is not positive",
        one_below,
        is_one_of("relu"),
        fix="{input gradient}[mask] = 0, mask where {input} <= 0",
    ),
    Explanation(
        "derivative-formula",
        "the derivative is added to {upstream}: + for *",
        added_upstream,
        is_entry_by_entry,
        fix="multiply {upstream} by the derivative",
    ),
    Explanation(
        "derivative-formula",
        "below 0 the slope has the wrong sign",
        with_slope(slope_negated),
        is_one_of("leaky_relu"),
        fix="below 0 the slope is negative_slope itself, not its negative",
    ),
    Explanation(
        "derivative-omitted",
        "{what} is {upstream} itself, without the derivative",
        with_slope(ones),
        lambda pair: name_of(pair) not in ("", "relu", "linear"),
    ),
    Explanation(
        "upstream-ignored", "{what} is the derivative alone, {upstream} is not in it", without_upstream, lambda pair: bool(name_of(pair))
    ),
    Explanation(
        "derivative-of-output",
        "the derivative is written for the output and is given the input",
        with_slope(by_output_of_input),
        is_one_of(*BY_OUTPUT),
        fix="pass {output} to the derivative, or write it for {input}",
    ),
    Explanation(
        "derivative-of-output",
        "the derivative is written for the input and is given the output",
        with_slope(by_input_of_output),
        is_one_of(*BY_INPUT),
        fix="pass {input} to the derivative, or write it for {output}",
    ),
]
