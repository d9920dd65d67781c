"""What people write for the derivative of an activation: another formula of its output, or of its input."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from comparisons.diagnosis.explanation import Explanation
from comparisons.diagnosis.families.activations import alpha_of, is_one_of, sigmoid, with_slope
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Pair

Curve = Callable[[np.ndarray], np.ndarray]

OF_OUTPUT: Mapping[str, tuple[str, Mapping[str, Curve]]] = {
    "sigmoid": (
        "s * (1 - s)",
        {
            "s * (1 + s)": lambda s: s * (1 + s),
            "s - (1 - s)": lambda s: s - (1 - s),
            "1 - s": lambda s: 1 - s,
            "s": lambda s: s,
            "s**2 * (1 - s)": lambda s: s * s * (1 - s),
            "1 - s**2": lambda s: 1 - s * s,
            "s * (s - 1)": lambda s: s * (s - 1),
            "s - s**3": lambda s: s - s**3,
        },
    ),
    "tanh": (
        "1 - t**2",
        {
            "1 - t": lambda t: 1 - t,
            "1 + t**2": lambda t: 1 + t * t,
            "t * (1 - t)": lambda t: t * (1 - t),
            "t**2 - 1": lambda t: t * t - 1,
            "(1 - t)**2": lambda t: (1 - t) ** 2,
            "2 * t": lambda t: 2 * t,
            "t": lambda t: t,
        },
    ),
}
"""By activation: the derivative in terms of the output, and what is written for it."""


def density(x: np.ndarray) -> np.ndarray:
    return np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def share(x: np.ndarray) -> np.ndarray:
    """The share of standard normal numbers below x."""
    return (1 + np.vectorize(math.erf, otypes=[float])(x / math.sqrt(2))) / 2


def share_by_tanh(x: np.ndarray) -> np.ndarray:
    return (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2


ROOT = math.sqrt(2 / math.pi)


def by_tanh(inner: Curve) -> Curve:
    """The derivative of the form by tanh, with another derivative of what is in the tanh."""

    def slope(x: np.ndarray) -> np.ndarray:
        t = np.tanh(ROOT * (x + 0.044715 * x**3))
        return (1 + t + x * (1 - t * t) * inner(x)) / 2

    return slope


OF_INPUT: Mapping[str, tuple[str, Mapping[str, Curve]]] = {
    "sigmoid": (
        "s * (1 - s), s the sigmoid of x",
        {
            "x * (1 - s)": lambda x: x * (1 - sigmoid(x)),
            "s * (1 - x)": lambda x: sigmoid(x) * (1 - x),
            "x * s * (1 - s)": lambda x: x * sigmoid(x) * (1 - sigmoid(x)),
        },
    ),
    "tanh": (
        "1 - t**2, t the tanh of x",
        {"1 / cosh(x)": lambda x: 1 / np.cosh(x), "1 - x * t": lambda x: 1 - x * np.tanh(x), "1 - x**2": lambda x: 1 - x * x},
    ),
    "relu": ("1 where x > 0, else 0", {"x where x > 0": lambda x: np.where(x > 0, x, 0)}),
    "relu6": (
        "1 where 0 < x < 6, else 0",
        {
            "1 where x > 0, beyond 6 as well": lambda x: np.where(x > 0, 1.0, 0.0),
            "1 where x < 6, below 0 as well": lambda x: np.where(x < 6, 1.0, 0.0),
        },
    ),
    "hard_silu": (
        "(2 * x + 3) / 6 between -3 and 3",
        {
            "(x + 3) / 6": lambda x: np.where(x <= -3, 0, np.where(x >= 3, 1, (x + 3) / 6)),
            "x / 6": lambda x: np.where(x <= -3, 0, np.where(x >= 3, 1, x / 6)),
            "(2 * x + 3) / 6, beyond 3 as well": lambda x: np.where(x <= -3, 0, (2 * x + 3) / 6),
        },
    ),
    "silu": (
        "s + x * s * (1 - s), s the sigmoid",
        {
            "s + x * s: (1 - s) is missing": lambda x: sigmoid(x) * (1 + x),
            "s + s * (1 - s)": lambda x: sigmoid(x) * (2 - sigmoid(x)),
            "s * (1 - s)": lambda x: sigmoid(x) * (1 - sigmoid(x)),
            "x * s * (1 - s)": lambda x: x * sigmoid(x) * (1 - sigmoid(x)),
            "s": sigmoid,
        },
    ),
    "gelu": (
        "Phi(x) + x * phi(x), with the cumulative normal distribution and its density",
        {
            "Phi(x)": share,
            "Phi(x), by tanh": share_by_tanh,
            "Phi(x) + phi(x)": lambda x: share(x) + density(x),
            "Phi(x) + x * exp(-x**2) / sqrt(2 * pi)": lambda x: share(x) + x * np.exp(-x * x) / math.sqrt(2 * math.pi),
            "Phi(x) + x * exp(-x**2 / 2) / sqrt(pi)": lambda x: share(x) + x * np.exp(-x * x / 2) / math.sqrt(math.pi),
            "Phi(x) + x * exp(-x**2 / 2)": lambda x: share(x) + x * np.exp(-x * x / 2),
        },
    ),
    "softplus": (
        "s, the sigmoid",
        {
            "s * (1 - s)": lambda x: sigmoid(x) * (1 - sigmoid(x)),
            "1 - s": lambda x: 1 - sigmoid(x),
            "1 / s": lambda x: 1 / sigmoid(x),
            "s of |x|, whatever the sign of x": lambda x: sigmoid(np.abs(x)),
        },
    ),
    "softsign": ("1 / (1 + |x|)**2", {"1 / (1 + |x|)": lambda x: 1 / (1 + np.abs(x)), "1 / (1 + x**2)": lambda x: 1 / (1 + x * x)}),
}
"""The same in terms of the input."""

INNER = "np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)"
OF_INNER: Mapping[str, Curve] = {
    "np.sqrt(2 / np.pi) * (1 + 0.044715 * x**2): the 3 of the cube is missing": lambda x: ROOT * (1 + 0.044715 * x * x),
    "np.sqrt(2 / np.pi): the cube is left out": lambda x: np.full_like(x, ROOT),
    "1: it is left out": np.ones_like,
}
"""Of gelu by tanh: what is written for the derivative of what is in the tanh."""


def below_zero(slope: Callable[[np.ndarray, float], np.ndarray]) -> Callable[[Pair, Case, np.ndarray], np.ndarray]:
    """1 above 0, and below it a function of x and alpha."""

    def slopes(pair: Pair, case: Case, output: np.ndarray) -> np.ndarray:
        return np.where(case.x > 0, 1, slope(np.minimum(case.x, 0), alpha_of(case).get("alpha", 1.0)))

    return slopes


def of_output(formula: Curve) -> Callable[[Pair, Case, np.ndarray], np.ndarray]:
    return lambda pair, case, output: formula(output)


def of_input(formula: Curve) -> Callable[[Pair, Case, np.ndarray], np.ndarray]:
    return lambda pair, case, output: formula(case.x)


def exchanged(pair: Pair, case: Case, output: np.ndarray) -> np.ndarray:
    """1 below 0, and above it what belongs below."""
    return np.where(case.x > 0, case.settings["negative_slope"], 1.0)


def line_for_slope(pair: Pair, case: Case, output: np.ndarray) -> np.ndarray:
    """1 above 0, and below it negative_slope * x."""
    return np.where(case.x > 0, 1.0, case.settings["negative_slope"] * case.x)


def unscaled(above: float) -> Callable[[Pair, Case, np.ndarray], np.ndarray]:
    """That of selu without its scale below 0, and something else above."""
    return lambda pair, case, output: np.where(case.x > 0, above, SELU_ALPHA * np.exp(np.minimum(case.x, 0)))


OF_ELU: Mapping[str, Callable[[np.ndarray, float], np.ndarray]] = {
    "alpha * (exp(x) - 1)": lambda x, alpha: alpha * np.expm1(x),
    "alpha": lambda x, alpha: alpha + 0 * x,
    "y + 1, y the output": lambda x, alpha: alpha * np.expm1(x) + 1,
}
"""What is written for the derivative of elu below 0, by x and alpha."""
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805


def other_formulas() -> Iterator[Explanation]:
    for name, (right, written) in OF_OUTPUT.items():
        for formula, curve in written.items():
            says = f"the derivative is {formula}, {formula.strip('(*12 -+)')[0]} the output, where it should be {right}"
            yield Explanation("derivative-formula", says, with_slope(of_output(curve)), is_one_of(name), fix=f"write {right}")
    for name, (right, written) in OF_INPUT.items():
        for formula, curve in written.items():
            says = f"the derivative is {formula}, where it should be {right}"
            yield Explanation("derivative-formula", says, with_slope(of_input(curve)), is_one_of(name), fix=f"write {right}")
    for formula, curve in OF_INNER.items():
        says = f"the derivative of what is in the tanh is taken to be {formula}"
        fix = f"0.5 * (1 + t) + 0.5 * x * (1 - t**2) * {INNER}, t the tanh"
        yield Explanation("derivative-formula", says, with_slope(of_input(by_tanh(curve))), is_one_of("gelu"), fix=fix)
    for formula, slope in OF_ELU.items():
        says = f"below 0 the derivative is {formula}, where it should be alpha * exp(x)"
        yield Explanation("derivative-formula", says, with_slope(below_zero(slope)), is_one_of("elu"), fix="below 0 write alpha * exp(x)")
    yield Explanation(
        "derivative-formula", "the slopes above and below 0 have changed places", with_slope(exchanged), is_one_of("leaky_relu"),
        fix="the slope is 1 where {input} > 0, and negative_slope elsewhere",
    )  # fmt: skip
    yield Explanation(
        "derivative-formula", "below 0 the derivative is slope * x, the value itself", with_slope(line_for_slope), is_one_of("leaky_relu"),
        fix="below 0 the slope is negative_slope, without {input}",
    )  # fmt: skip
    for where, above in (("", 1.0), (" below 0", SELU_SCALE)):
        says = f"the scale, 1.0507, is missing in the derivative{where}"
        yield Explanation("derivative-formula", says, with_slope(unscaled(above)), is_one_of("selu"), fix=f"multiply by {SELU_SCALE}")


EXPLANATIONS = list(other_formulas())
