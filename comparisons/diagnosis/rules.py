"""Update rules in NumPy, with everything that people write otherwise as an option; the defaults are Keras's rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from comparisons.diagnosis.other_rules import adadelta, adamax, nadam
from comparisons.diagnosis.updating import Rule, Step


def sgd(step: Step) -> np.ndarray:
    """Plain, with momentum, or Nesterov."""
    momentum = step.settings["momentum"]
    if not momentum:
        return step.w - step.rate * step.g
    v = step.state["v"] = momentum * step.kept("v") - step.rate * step.g
    return step.w + (momentum * v - step.rate * step.g if step.settings["nesterov"] else v)


def adagrad(
    step: Step,
    *,
    start: float | None = None,
    epsilon: float | None = None,
    outside: bool = False,
    root: bool = True,
    square: Callable[[np.ndarray], np.ndarray] = np.square,
    stale: bool = False,
) -> np.ndarray:
    """w -= lr g / sqrt(sum of squares + epsilon); `stale`, of those before this update."""
    old = step.kept("a", step.settings["initial_accumulator_value"] if start is None else start)
    step.state["a"] = old + square(step.g)
    a = old if stale else step.state["a"]
    return step.w - step.rate * step.g / divisor(a, step.settings["epsilon"] if epsilon is None else epsilon, outside, root)


def rmsprop(
    step: Step,
    *,
    epsilon: float | None = None,
    outside: bool = False,
    root: bool = True,
    square: Callable[[np.ndarray], np.ndarray] = np.square,
    weighed: bool = True,
    fading: bool = True,
    stale: bool = False,
    unsquared: bool = False,
) -> np.ndarray:
    """The same with a moving average of squares, less the square of that of gradients if it is centered; the increment may have momentum.

    Not `weighed`, the new square has no 1 - rho; not `fading`, the old average has no rho; `stale`, it divides by the average before
    this update; `unsquared`, it takes the mean off and not its square.
    """
    rho = step.settings["rho"]
    old = step.kept("v")
    v = step.state["v"] = (rho if fading else 1) * old + (1 - rho if weighed else 1) * square(step.g)
    v = old if stale else v
    if step.settings.get("centered"):
        mean = step.state["mean"] = rho * step.kept("mean") + (1 - rho) * step.g
        v = v - (mean if unsquared else mean * mean)
    with np.errstate(invalid="ignore", divide="ignore"):
        move = step.rate * step.g / divisor(v, step.settings["epsilon"] if epsilon is None else epsilon, outside, root)
    if step.settings["momentum"]:
        move = step.state["move"] = step.settings["momentum"] * step.kept("move") + move
    return step.w - move


def divisor(v: np.ndarray, epsilon: float, outside: bool, root: bool) -> np.ndarray:
    """sqrt(v + epsilon), sqrt(v) + epsilon, or v + epsilon."""
    if not root:
        return v + epsilon
    return np.sqrt(v) + epsilon if outside else np.sqrt(v + epsilon)


def adam(
    step: Step,
    *,
    correction: str = "power",
    first: int = 1,
    by: int = 1,
    epsilon: float | None = None,
    place: str = "root",
    corrected_by: tuple[str, str] = ("beta_1", "beta_2"),
    square: Callable[[np.ndarray], np.ndarray] = np.square,
) -> np.ndarray:
    """m and v are moving averages of g and g^2.

    Args:
        step: the update.
        correction: `'power'` divides by 1 - beta^t, `'once'` by 1 - beta, `'twice'` by 1 - beta^2, `'product'` by 1 - beta t (and
            `'product of m'` only m), `'none'` by nothing; `'m'` and `'v'` correct that alone, `'kept'` m, which is kept so, and
            `'both kept'` both.
        first: t of the first update.
        by: how much t grows with each.
        epsilon: None for that of the settings.
        place: where it is added: to the `'root'` of v (Keras), to that of v corrected (`'hat'`), or `'inside'` the root; or there
            is `'no root'`.
        corrected_by: the beta in the bias correction of m and of v.
        square: what v averages of g.
    """
    b1, b2 = step.settings["beta_1"], step.settings["beta_2"]
    epsilon = step.settings["epsilon"] if epsilon is None else epsilon
    m = step.state["m"] = b1 * step.kept("m") + (1 - b1) * step.g
    v = step.state["v"] = b2 * step.kept("v") + (1 - b2) * square(step.g)
    if step.settings.get("amsgrad"):
        v = step.state["top"] = np.maximum(step.kept("top"), v)
    t = first + by * (step.t - 1)
    of_m, of_v = (1 - step.settings[name] ** t for name in corrected_by)
    factors = {"once": (1 - b1, 1 - b2), "twice": (1 - b1**2, 1 - b2**2), "none": (1.0, 1.0), "m": (of_m, 1.0), "v": (1.0, of_v)}
    factors |= {"product": (1 - b1 * t, 1 - b2 * t), "product of m": (1 - b1 * t, of_v)}
    by_m, by_v = factors.get(correction, (of_m, of_v))
    with np.errstate(all="ignore"):
        m_hat, v_hat = m / np.float64(by_m).astype(m.dtype), v / np.float64(by_v).astype(v.dtype)
        if correction in ("kept", "both kept"):
            step.state["m"] = m_hat
        if correction == "both kept":
            step.state["v"] = v_hat
        if place == "root":
            return step.w - step.rate * m_hat / (np.sqrt(v_hat) + epsilon / np.sqrt(by_v))
        below = {"hat": np.sqrt(v_hat) + epsilon, "inside": np.sqrt(v_hat + epsilon), "no root": v_hat + epsilon}[place]
        return step.w - step.rate * m_hat / below


RULES: Mapping[str, Rule] = {
    "SGD": sgd, "Adagrad": adagrad, "RMSprop": rmsprop, "Adam": adam, "AdamW": adam, "Adadelta": adadelta, "Adamax": adamax,
    "Nadam": nadam,
}  # fmt: skip
"""Keras's own, by name of the optimizer."""
UNROUNDED: Mapping[str, Rule] = {"Nadam": partial(nadam, rounded=False)}
"""The same with constants as they are written, where Keras has what float32 makes of them."""
