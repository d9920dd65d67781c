"""The smallest power of ten that is caught, by bisection."""

from __future__ import annotations

from comparisons.checks import CHECKS
from comparisons.checks.engine import run_checks
from tools.blind_spots.constants import Constant

LARGEST, SMALLEST = 1, 16  # errors of 1e-1 ... 1e-16 of the constant


def caught(constant: Constant, exponent: int, dtype: str, *, examples: int, seed: int) -> bool:
    """Whether an error of 10^-exponent makes the check fail."""
    check = next(check for check in CHECKS if check.name == constant.check)
    pair = constant.planted(10.0**-exponent)
    result = run_checks(pair, [check], dtype, examples=examples, seed=seed, shrink=False)[0]
    return result.counterexample is not None


def smallest_caught(constant: Constant, dtype: str, *, examples: int, seed: int = 0) -> int | None:
    """The largest n such that an error of 10^-n is caught; None if not even a tenth is, or the check has no such floating type."""
    check = next(check for check in CHECKS if check.name == constant.check)
    if check.dtypes is not None and dtype not in check.dtypes:
        return None
    if not caught(constant, LARGEST, dtype, examples=examples, seed=seed):
        return None
    low, high = LARGEST, SMALLEST  # caught at low; never asked at high, which is below rounding
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if caught(constant, middle, dtype, examples=examples, seed=seed) else (low, middle)
    return low
