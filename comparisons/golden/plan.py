"""Which examples a bundle has, and what is checked on them: few, so that a replay takes two seconds, and unlike each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.verdicts import checks_for
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Pair

EXAMPLES = {"float64": 3, "float32": 2, "float16": 1}
"""float64 decides the formula, float32 stability."""

FORMULA = (
    "forward", "gradients", "dtype", "directional", "kinks", "mode", "samples", "purity", "shapes", "bad input", "streaming", "updates",
    "special gradients", "exact values", "repeatability",
)  # fmt: skip
STABILITY = (
    "forward", "gradients", "dtype", "kinks", "special values", "streaming", "updates", "exact values", "arguments", "orthogonality",
    "bounds", "distribution",
)  # fmt: skip
CHECKS = {"float64": FORMULA, "float32": STABILITY, "float16": ("forward", "gradients", "dtype", "streaming", "updates", "exact values")}
"""Each property where it shows best, since a check of side effects or of shapes says the same in every type."""

ENOUGH_EXAMPLES = {"directional": 1, "kinks": 2, "mode": 2, "samples": 2}
"""One that decides something, for the check without Keras: it costs most, and every gradient is held against Keras's as well."""
ONE = (
    "special values", "shapes", "bad input", "special gradients", "bounds", "distribution", "orthogonality", "repeatability", "arguments",
    "purity",
)  # fmt: skip

ENOUGH = 4  # numbers that differ from each other
LARGEST = 600  # numbers that flow in
FAR = 2 * float(np.log(np.finfo("float32").max))  # twice what float32's exp overflows at


def planned(pair: Pair, dtype: str) -> list[Check]:
    """The checks of a pair in a floating type, with the number of examples that are enough."""
    wanted = CHECKS[dtype] if len(pair.dtypes) > 1 else (*FORMULA, *STABILITY)
    checks = [check for check in checks_for(pair)[0] if check.name in wanted and (check.dtypes is None or dtype in check.dtypes)]
    return [replace(check, examples=1 if check.name in ONE else ENOUGH_EXAMPLES.get(check.name)) for check in checks]


def is_planned(value: float) -> bool:
    """Whether a special number is among those that are tried."""
    return bool(np.isnan(value) or np.isinf(value) or value == 0 or abs(value) == FAR)


def choose(cases: Sequence[tuple[str, Case]], count: int) -> list[str]:
    """Keys of `count` examples that together show most values of settings, most sizes, and both modes; the richest comes first.

    Args:
        cases: (key, example), in the order in which they were drawn.
        count: how many.
    """
    left, seen, chosen = list(cases), set[tuple[str, str]](), list[str]()
    while left and len(chosen) < count:
        best = max(left, key=lambda one: (_richness(one[1]), len(_features(one[1]) - seen)))
        seen |= _features(best[1])
        chosen.append(best[0])
        left.remove(best)
    return chosen


def _richness(case: Case) -> int:
    """How many numbers differ, up to what is enough to tell right from wrong; large arrays only make the bundle large."""
    whole = sum(a.size for a in (*case.inputs.values(), *case.given.values()))
    return min(ENOUGH, np.unique(case.x).size) if whole <= LARGEST else 0


def _features(case: Case) -> set[tuple[str, str]]:
    settings: Mapping[str, Any] = case.settings
    found = {(name, repr(value)) for name, value in settings.items()} | {("training", str(case.training))}
    found |= {("given", name) for name in case.given} | {("magnitude", str(case.values.magnitude))}
    return found | {("batch", str(len(case.x)) if case.x.ndim else ""), ("axes", str(case.x.ndim))}
