"""The smallest power of ten that is caught, by bisection."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from comparisons.checks import CHECKS
from comparisons.checks.check import Check
from comparisons.checks.engine import CheckResult, check_cases, run_checks
from comparisons.golden.book import Book
from comparisons.golden.plan import planned
from tools.blind_spots.constants import Constant

LARGEST, SMALLEST = 1, 16  # errors of 1e-1 ... 1e-16 of the constant
Look = Callable[[Constant, int, str], bool]
"""Whether an error of 10^-n in a constant makes its check fail in a floating type."""


def smallest_caught(constant: Constant, dtype: str, look: Look) -> int | None:
    """The largest n such that an error of 10^-n is caught; None if not even a tenth is, or the check has no such floating type."""
    if not applies(constant, dtype) or not look(constant, LARGEST, dtype):
        return None
    low, high = LARGEST, SMALLEST  # caught at low; never asked at high, which is below rounding
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if look(constant, middle, dtype) else (low, middle)
    return low


def applies(constant: Constant, dtype: str) -> bool:
    """Whether the check runs in that floating type."""
    return bool(_checks(constant, dtype))


def beside_keras(examples: int, seed: int = 0) -> Look:
    """On so many examples drawn at random."""

    def look(constant: Constant, exponent: int, dtype: str) -> bool:
        pair = constant.planted(10.0**-exponent)
        return _fails(run_checks(pair, _checks(constant, dtype), dtype, examples=examples, seed=seed, shrink=False))

    return look


def by_record(book: Book) -> Look:
    """On the few examples whose answers are recorded, a hundred times faster."""
    cases = {dtype: [book.made[key] for key in keys] for dtype, keys in book.drawn.items()}

    def look(constant: Constant, exponent: int, dtype: str) -> bool:
        pair, asked = constant.planted(10.0**-exponent), [check.name for check in _checks(constant, dtype)]
        checks = [check for check in planned(pair, dtype) if check.name in asked]
        return _fails(check_cases(pair, checks, dtype, cases.get(dtype, [])))

    return look


def _checks(constant: Constant, dtype: str) -> list[Check]:
    names = (constant.check, *constant.also)
    return [check for check in CHECKS if check.name in names and (check.dtypes is None or dtype in check.dtypes)]


def _fails(results: Sequence[CheckResult]) -> bool:
    missing = next((result.error for result in results if result.error.startswith("not recorded")), "")
    if missing:
        raise LookupError(missing)
    return any(result.counterexample is not None for result in results)
