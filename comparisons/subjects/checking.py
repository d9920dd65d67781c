"""The checks of the registry on somebody else's code, and the smallest example that shows what they found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from comparisons.checks import CHECKS
from comparisons.checks.check import Check
from comparisons.checks.engine import CheckResult, run_checks
from comparisons.checks.example import Example, SideError
from comparisons.checks.failure import Counterexample, at_its_example, raised
from comparisons.judging import Compared, undecided
from comparisons.pairs.case import Case, OfOnes, Values
from comparisons.subjects.conventions.adapter import Adapter

EXAMPLES = {"directional": 6, "kinks": 3, "special values": 2, "shapes": 5, "samples": 10, "mode": 3}
"""Enough of the checks of which one example compares much."""
FEWER = 3  # times, in float32: float64 decides the formula

MORE = 4  # times, for a check that has shown nothing

TRIED = 8  # small examples that fail: the first that can be seen in print is shown
PRINTED = 5  # digits

SIZES = ((1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 3), (4, 3))


def checks_on(pair: Any) -> list[Check]:
    """Those that make sense for a stranger's code: not those of arguments, refusals and side effects, which are probed otherwise."""
    wanted = ("forward", "gradients", "directional", "samples", "kinks", "shapes", "special values", "updates", "streaming")
    offers = pair.manner.offers
    chosen = [check for check in CHECKS if check.name in wanted and check.reason_against(pair) is None]
    has_output, has_gradients = "output" in offers, any(what.startswith("gradient ") for what in offers)
    unfit = set() if has_gradients else {"gradients", "directional"}
    unfit |= set() if has_output else {"forward", "directional", "samples"}
    unfit |= pair.manner.adapter.skips(pair)
    if not _has_all_gradients(pair):
        unfit.add("directional")  # it asks for every one
    if getattr(pair, "mixes_samples", False) and not getattr(pair.manner.adapter, "tells_mode", True):
        unfit.add("samples")  # in training they depend on each other
    return [
        _of_modes(check)
        for check in (*(_shortened(check) for check in chosen if check.name not in unfit), *pair.manner.adapter.checks(pair))
    ]


def _of_modes(check: Check) -> Check:
    """The check, which asks for no derivative in inference where nothing goes back in it."""

    def run(example: Example) -> Iterator[Compared]:
        adapter: Adapter = example.pair.manner.adapter  # type: ignore[attr-defined]  # an adapted pair
        if check.name == "directional" and not adapter.goes_back(example.case):
            yield undecided("derivative along a random direction", "nothing goes back in inference")
        else:
            yield from check.run(example)

    return replace(check, run=run)


def _has_all_gradients(pair: Any) -> bool:
    """Whether the gradient of every floating input is offered."""
    inputs = pair.specimen("float64", {}, training=True).inputs
    return all(f"gradient of {name}" in pair.manner.offers for name, a in inputs.items() if a.dtype.kind == "f")


def _shortened(check: Check) -> Check:
    count = EXAMPLES.get(check.name)
    return check if count is None else replace(check, examples=min(count, check.examples or count))


def run_checks_on(pair: Any, examples: int, seed: int, dtypes: Sequence[str]) -> list[CheckResult]:
    """Every check that makes sense, in every floating type that the pair knows."""
    results: list[CheckResult] = []
    for dtype in [dtype for dtype in dtypes if dtype in pair.dtypes]:
        chosen = [check for check in checks_on(pair) if check.dtypes is None or dtype in check.dtypes]
        count = examples if dtype == "float64" else max(1, examples // FEWER)
        count = max(count, len(pair.usual(dtype, seed)))
        for result in run_checks(pair, chosen, dtype, examples=count, seed=seed, shrink=False):
            empty = result.vacuous and result.counterexample is None and not result.error
            again = [check for check in chosen if check.name == result.name] if empty else []
            more = [replace(check, examples=None) for check in again]
            results += run_checks(pair, more, dtype, examples=MORE * count, seed=seed + 1, shrink=False) if again else [result]
    return results


def smallest_example(pair: Any, failing: Sequence[CheckResult], seed: int) -> tuple[Counterexample | None, Counterexample | None]:
    """(the smallest example on which the first failing check fails, what it compares on a richer one).

    Sizes grow from one number up, values from one digit: what comes first is what a person can work out by hand.
    """
    worst = failing[0]
    check = next(check for check in checks_on(pair) if check.name == worst.name)
    settings = worst.counterexample.case.settings if worst.counterexample is not None else {}
    found = (failure(check, pair, _shown(pair, case)) for case in _small_cases(pair, settings, worst.dtype, seed))
    failing_ones = list(islice((one for one in found if one is not None), TRIED))
    small = next((one for one in failing_ones if _can_be_seen(one.compared)), next(iter(failing_ones), None))
    rich = failure(check, pair, _shown(pair, pair.specimen(worst.dtype, settings)))
    return small or worst.counterexample, rich


def _shown(pair: Any, case: Case) -> Case:
    """Gradients of losses as their functions return them, which take no upstream gradient."""
    return OfOnes.of(case) if pair.kind == "loss" else case


def _can_be_seen(compared: Compared) -> bool:
    """Whether candidate and reference differ in the digits that are printed."""
    if compared.problem or compared.candidate.shape != compared.reference.shape:
        return True
    mine, theirs = (a.astype("float64") for a in (compared.candidate, compared.reference))
    return not np.allclose(mine, theirs, rtol=10.0**-PRINTED, atol=0.0)


def _small_cases(pair: Any, settings: Any, dtype: str, seed: int) -> Iterator[Case]:
    yield from (own := pair.manner.adapter.small_cases(pair, dtype, seed))
    if own:
        return
    sizes = pair.manner.adapter.small_sizes(pair) or SIZES
    for size in sizes:
        for decimals in (1, 2, 0):
            for number in range(3):
                yield pair.make_case(settings, size, Values(seed=seed + number, decimals=decimals), dtype, True)


def failure(check: Check, pair: Any, case: Case) -> Counterexample | None:
    """The first comparison of a check that fails on an example, with the example it was made on; None if it passes."""
    example = Example(pair, case)
    try:
        compared = next((compared for compared in check.on(example) if not compared.passed), None)
    except SideError as problem:
        return raised(problem)
    return None if compared is None else at_its_example(example, compared)
