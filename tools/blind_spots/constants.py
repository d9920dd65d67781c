"""The constants of a part that can be a little off: its results' factors, and every setting that is a number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.checks import CHECKS
from comparisons.pairs.case import Case
from comparisons.pairs.methods import with_methods
from comparisons.pairs.pair import Outcome, Pair

VALUES = ("forward", "streaming", "updates", "schedule values")


@dataclass(frozen=True)
class Constant:
    """One constant, and the check that should notice.

    Args:
        name: in words, such as `factor of the gradients (directional)` or `alpha`.
        check: by name; the first one.
        planted: error -> the pair with the constant off by that share of itself.
        also: other checks that may notice.
    """

    name: str
    check: str
    planted: Callable[[float], Pair]
    also: tuple[str, ...] = ()


def constants(pair: Pair) -> Iterator[Constant]:
    """All constants of a part that some check of it could notice."""
    applying = [check.name for check in CHECKS if check.reason_against(pair) is None]
    value = next((name for name in VALUES if name in applying), None)
    if value is None:
        return
    if value != "updates":  # the variables themselves; an optimizer's constants are its settings
        yield Constant("factor of the result", value, lambda error: _scaled(pair, ("output",), error))
    for check in ("gradients", "directional"):
        if check in applying:
            yield Constant(f"factor of the gradients ({check})", check, lambda error: _scaled(pair, ("gradient ",), error))
    for name in _numbers(pair):
        also = ("kinks",) if "kinks" in applying else ()
        yield Constant(name, value, lambda error, name=name: _with_setting(pair, name, error), also)


def _numbers(pair: Pair) -> list[str]:
    """Names of the settings that are drawn as floating numbers, or, in an optimizer, that have them for defaults."""
    if pair.kind == "optimizer":
        return [name for name, default in pair.arguments().items() if isinstance(default, float) and default]
    return [name for name, values in pair.varied().items() if any(isinstance(value, float) and value for value in _singles(values))]


def _singles(values: Iterable[Any]) -> Iterator[Any]:
    """The values, and those inside of tuples."""
    for value in values:
        yield from _singles(value) if isinstance(value, tuple) else [value]


def _scaled(pair: Pair, starts: tuple[str, ...], error: float) -> Pair:
    """Whatever is called so, times 1 + error, rounded once."""

    def candidate(self: Pair, case: Case) -> Outcome:
        return {what: _off(value, error) if what.startswith(starts) else value for what, value in pair.candidate(case).items()}

    return with_methods(pair, candidate=candidate)


def _off(value: Any, error: float) -> np.ndarray:
    array = np.asarray(value)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        return (array.astype("float64") * (1 + error)).astype(array.dtype) if array.dtype.kind == "f" else array


def _with_setting(pair: Pair, name: str, error: float) -> Pair:
    def moved(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(moved(each) for each in value)
        return value * (1 + error) if isinstance(value, float) else value

    def make(self: Any, settings: Any) -> Any:
        made = pair.make(settings)  # type: ignore[attr-defined]  # an optimizer's pair
        setattr(made, name, moved(float(getattr(made, name))))
        return made

    def candidate(self: Pair, case: Case) -> Outcome:
        return pair.candidate(case.with_settings(**{name: moved(case.settings[name])}) if name in case.settings else case)

    return with_methods(pair, make=make) if pair.kind == "optimizer" else with_methods(pair, candidate=candidate)
