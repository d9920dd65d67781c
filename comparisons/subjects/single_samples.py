"""Whether a part differs for one sample alone, and for nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comparisons.checks.check import Check
from comparisons.checks.engine import CheckResult
from comparisons.pairs.case import Values
from comparisons.pairs.pair import SIZES
from comparisons.subjects.checking import checks_on, failure
from comparisons.subjects.finding_row import Found

SINGLE, SEVERAL = ((1, 3), (1, 2)), ((2, 3), (3, 2), (4, 3), (5, 2))
TELLING = ("forward", "gradients")


def fails_for_one_sample(pair: Any, failing: Sequence[CheckResult]) -> list[Found]:
    """The finding, if batches of one fail and all larger ones pass."""
    if len(pair.specimen_sizes()) != 2 or not {check.name for check in failing} <= {
        *TELLING,
        "shapes",
        "samples",
        "special values",
        "directional",
    }:
        return []
    settings = {name: max(values) if name in SIZES else values[0] for name, values in pair.varied().items()}
    chosen = [check for check in checks_on(pair) if check.name in TELLING]
    if _fails(pair, chosen, settings, SEVERAL) or not _fails(pair, chosen, settings, SINGLE):
        return []
    fix = "keep the batch axis: no squeeze, keepdims=True, reshape(len(x), -1)"
    return [
        Found(
            "batch-of-one", "P", "output", failing[0].dtype, "one sample alone fails or comes out differently; larger batches do not", fix
        )
    ]


def _fails(pair: Any, chosen: Sequence[Check], settings: Any, sizes: Sequence[tuple[int, ...]]) -> bool:
    cases = [pair.make_case(settings, size, Values(seed=3), "float64", True) for size in sizes]
    return any(failure(check, pair, case) is not None for check in chosen for case in cases)
