"""How large the numbers are that meet inside an operation without showing in its result: honest code rounds at that size."""

from __future__ import annotations

import numpy as np

from comparisons.judging import largest
from comparisons.pairs.case import MAGNITUDES, Case


def alpha(case: Case) -> float:
    """The 1 of alpha * (exp(x) - 1); about 1.76 in selu."""
    return float(case.settings.get("alpha", 1.76))


def one(case: Case) -> float:
    """log(2) is subtracted from something as large, or a small number added to 1."""
    return 1.0


def one_less_p(case: Case) -> float:
    """The 1 of log(1 - p): of a small p little is left in 1 - p, and log1p(-p) has it all. Logits need no such 1."""
    return 0.0 if case.settings.get("from_logits") else 1.0


def one_and_x(case: Case) -> float:
    """x - tanh(x) has the derivative 1 - (1 - tanh(x)^2)."""
    return 1 + largest(case.x)


def size_of_x(case: Case) -> float:
    """t + x (1 - t^2), or x s (1 - s), where 1 - t^2 and 1 - s are all rounding."""
    return largest(case.x)


def gate_and_x(case: Case) -> float:
    """The slope y (1 - y) of a gate near 1 is all rounding of that 1, and is multiplied by x for the gradient of the kernel.

    Where x is larger than ever drawn, gates are 0 or 1 to the last bit.
    """
    return min(max(1.0, largest(case.x)), 5 * MAGNITUDES[-1])


def in_row(case: Case) -> float:
    """Layer normalization: differences of numbers like x, divided by the standard deviation of a row."""
    return _divided(case, (case.settings.get("axis", -1),), case.x)


def in_batch(case: Case) -> float:
    """Batch normalization: by that of a channel."""
    axis = case.settings.get("axis", -1) % case.x.ndim
    return _divided(case, tuple(i for i in range(case.x.ndim) if i != axis), case.x)


def of_a_channel(case: Case) -> int:
    """Numbers that a mean of batch normalization is made of: thousands, in images."""
    return case.x.size // max(1, case.x.shape[case.settings.get("axis", -1)])


def in_group(case: Case) -> float:
    """Group normalization: by that of a group of channels."""
    if case.x.size == 0:
        return 0.0
    x = np.moveaxis(case.x, case.settings.get("axis", -1), -1)
    groups = x.shape[-1] if case.settings["groups"] == -1 else case.settings["groups"]
    return _divided(case, (1, 3), x.reshape(len(x), -1, groups, x.shape[-1] // groups))


def inverse_norm(case: Case) -> float:
    """1 / norm of the shortest vector: its derivative is a difference of numbers of that size."""
    lengths = np.hypot.reduce(case.x.astype("float64"), axis=case.settings.get("axis", -1))
    return _largest_inverse(lengths, 1e-12)


def inverse_root_mean_square(case: Case) -> float:
    """The same with the root mean square of a row."""
    with np.errstate(over="ignore"):
        squares = np.mean(case.x.astype("float64") ** 2, axis=-1)
    return _largest_inverse(np.sqrt(squares + case.settings["epsilon"]), 1e-12)


def inverse_norms(case: Case) -> float:
    """The same for the two inputs of `Dot(normalize=True)`; without it nothing meets."""
    if not case.settings["normalize"]:
        return 0.0
    axes = np.broadcast_to(case.settings["axes"], 2)
    lengths = [np.hypot.reduce(x.astype("float64"), axis=axis).min(initial=1.0) for x, axis in zip(case.inputs.values(), axes, strict=True)]
    return _largest_inverse(np.array(lengths), 1e-6)


def _divided(case: Case, axes: tuple[int, ...], x: np.ndarray) -> float:
    if x.size == 0:
        return 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        deviation = np.sqrt(x.astype("float64").var(axis=axes) + case.settings["epsilon"])
    return max(1.0, largest(x)) * _largest_inverse(deviation, 1e-12)


def _largest_inverse(lengths: np.ndarray, least: float) -> float:
    finite = lengths[np.isfinite(lengths)]
    return float(1 / max(least, finite.min(initial=1.0)))
