"""The rules of Adadelta, Adamax and Nadam, with what people write otherwise as an option; the defaults are Keras's rules."""

from __future__ import annotations

import numpy as np

from comparisons.diagnosis.updating import Step

SCHEDULE = 0.96  # of Nadam's momentum: beta_1 (1 - 0.96^(t psi) / 2)
SCHEDULE_IN_FLOAT32 = 0.9599999785423279  # what Keras makes of it in one of two places


def adadelta(
    step: Step, *, epsilon: float | None = None, second: str = "steps", outside: bool = False, roots: tuple[bool, bool] = (True, True)
) -> np.ndarray:
    """s = sqrt(b + epsilon) / sqrt(a + epsilon) g; a averages squares of gradients, b those of steps.

    Args:
        step: the update.
        epsilon: None for that of the settings.
        second: what b averages the squares of: `'steps'`, `'gradients'`, or `'scaled steps'`, with the learning rate in them.
        outside: epsilon is added to the roots.
        roots: whether the root is taken of b, and of a.
    """
    rho, epsilon = step.settings["rho"], step.settings["epsilon"] if epsilon is None else epsilon

    def rooted(average: np.ndarray, root: bool) -> np.ndarray:
        if not root:
            return average + epsilon
        return np.sqrt(average) + epsilon if outside else np.sqrt(average + epsilon)

    a = step.state["a"] = rho * step.kept("a") + (1 - rho) * step.g**2
    s = rooted(step.kept("b"), roots[0]) / rooted(a, roots[1]) * step.g
    taken = {"steps": s, "gradients": step.g, "scaled steps": step.rate * s}[second]
    step.state["b"] = rho * step.kept("b") + (1 - rho) * taken**2
    return step.w - step.rate * s


def adamax(step: Step, *, epsilon: float | None = None, correction: str = "power", first: int = 1, largest: str = "faded") -> np.ndarray:
    """m / (u + epsilon) / (1 - beta_1^t); u is the largest gradient, which fades by beta_2.

    Args:
        step: the update.
        epsilon: None for that of the settings.
        correction: `'power'` divides by 1 - beta_1^t, `'once'` by 1 - beta_1, `'none'` by nothing.
        first: t of the first update.
        largest: `'faded'`; `'signed'`, of gradients and not of their sizes; `'kept'`, without beta_2.
    """
    b1, b2 = step.settings["beta_1"], step.settings["beta_2"]
    m = step.state["m"] = b1 * step.kept("m") + (1 - b1) * step.g
    u = (1 if largest == "kept" else b2) * step.kept("u")
    u = step.state["u"] = np.maximum(u, step.g if largest == "signed" else np.abs(step.g))
    by = {"power": 1 - b1 ** (first + step.t - 1), "once": 1 - b1, "none": 1.0}[correction]
    return step.w - step.rate * m / (np.float64(by).astype(m.dtype) * (u + (step.settings["epsilon"] if epsilon is None else epsilon)))


def nadam(
    step: Step,
    *,
    epsilon: float | None = None,
    schedule: float | None = 1.0,
    rounded: bool = True,
    ahead: int = 1,
    correction: bool = True,
) -> np.ndarray:
    """Adam with the momentum of the next update applied already.

    Args:
        step: the update.
        epsilon: None for that of the settings.
        schedule: momentum is beta_1 (1 - 0.96^(t schedule) / 2); None for beta_1 itself.
        rounded: in one of two places 0.96 is what float32 makes of it.
        ahead: where momentum does not change, m is corrected by 1 - beta_1^(t + ahead).
        correction: m, v and g are bias-corrected.
    """
    b1, b2 = step.settings["beta_1"], step.settings["beta_2"]
    epsilon = step.settings["epsilon"] if epsilon is None else epsilon
    m = step.state["m"] = b1 * step.kept("m") + (1 - b1) * step.g
    v = step.state["v"] = b2 * step.kept("v") + (1 - b2) * step.g**2
    if schedule is None:
        now, following = b1, b1
        past, future = b1**step.t, b1 ** (step.t + ahead)
    else:
        decay = SCHEDULE_IN_FLOAT32 if rounded else SCHEDULE
        now, following = (b1 * (1 - decay ** ((step.t + later) * schedule) / 2) for later in (0, 1))
        growth = b1 * (1 - SCHEDULE ** (step.t * schedule) / 2)
        product = step.state["product"] = step.kept("product", 1.0) * np.asarray(growth, step.w.dtype)
        past, future = product, product * following
    if not correction:
        return step.w - step.rate * (following * m + (1 - now) * step.g) / (np.sqrt(v) + epsilon)
    n = following * m / (1 - future) + (1 - now) * step.g / (1 - past)
    return step.w - step.rate * n / (np.sqrt(v / np.float64(1 - b2**step.t).astype(v.dtype)) + epsilon)
