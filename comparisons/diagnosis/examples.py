"""Examples to try explanations on: which are ordinary, and fresh ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings

from comparisons.judging import largest
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Pair

ALL_DIGITS = 4
EXTREME = 0.85  # of the exponent at which exp overflows
PROBABILITIES = (0.0, 1.0)
SURE = 1e-6  # probabilities nearer to 0 or 1 come into the reach of any epsilon


def edge_of(pair: Pair, case: Case) -> str:
    """What may decide the outcome rather than the formula: `'large'` numbers, `'tie'` or kink, `'clipped'` probabilities; else empty."""
    x = case.x
    if pair.kind == "optimizer" or x.size == 0 or x.dtype.kind != "f":
        return ""
    if not np.isfinite(x).all() or largest(x) > EXTREME * float(np.log(np.finfo(x.dtype).max)):
        return "large"
    if pair.domain == PROBABILITIES:  # where equal numbers are nothing special
        return "clipped" if _meets_epsilon(case) else ""
    return "tie" if pair.has_ties and _tied(pair, case) else ""


def is_at_kinks(pair: Pair, case: Case) -> bool:
    """Whether all of x is made of kinks or ties, as the check of kinks has it: then noise leaves it where it is."""
    if not pair.has_ties or edge_of(pair, case) != "tie":
        return False
    return bool(np.isin(case.x, pair.kinks).all()) or any(np.array_equal(case.x, tied.x) for tied in pair.tied(case))


def _tied(pair: Pair, case: Case) -> bool:
    """Rounded numbers may be equal to each other, to a kink or to a target; a single number may be one where a convention decides."""
    x = case.x
    if case.values.decimals < ALL_DIGITS or np.unique(x).size < x.size:
        return True
    special = [*pair.kinks, *(number for a in case.given.values() if a.shape == x.shape for number in a.ravel().tolist())]
    return bool(np.isin(x, special).any()) or any(np.array_equal(x, tied.x) for tied in pair.tied(case))


def _meets_epsilon(case: Case) -> bool:
    """Predicted probabilities that clipping could touch."""
    return not case.settings.get("from_logits") and bool((case.x < SURE).any() or (case.x > 1 - SURE).any())


def fresh(pair: Pair, dtype: str, *, number: int, count: int) -> list[Case]:
    """Ordinary examples of a pair, with all digits; the same for the same `number`."""
    drawn = (made() if callable(made) else made for made in _drawn(pair, dtype, number, 3 * count))
    return list(islice((case for case in drawn if case.x.size and not edge_of(pair, case)), count))


def fresh_edges(pair: Pair, edge: str, ordinary: Sequence[Case]) -> list[Case]:
    """Examples of an edge, made from ordinary ones."""
    if edge == "tie":
        return [tied for case in ordinary for tied in pair.tied(case)]
    made = [_far(case) if edge == "large" else _certain(case) for case in ordinary if case.x.dtype.kind == "f"]
    return [case for case in made if edge_of(pair, case) == edge]


def _far(case: Case) -> Case:
    """Numbers of all sizes up to twice the one at which exp overflows."""
    size = 2 * float(np.log(np.finfo(case.dtype).max))
    return case.with_x(np.asarray(size * np.sin(7 * case.x.astype("float64")), dtype=case.dtype))


def _certain(case: Case) -> Case:
    """Distributions (or probabilities) with some next to nothing, some nothing at all."""
    steep = np.sin(7 * case.x.astype("float64")) * 60
    if case.x.shape[-1] > 1 and np.allclose(case.x.sum(axis=-1), 1):
        e = np.exp(steep - steep.max(axis=-1, keepdims=True))
        p = np.where(e < 1e-12, 0, e)
        return case.with_x((p / p.sum(axis=-1, keepdims=True)).astype(case.dtype))
    return case.with_x(np.clip(1 / (1 + np.exp(-steep)), 0, 1).astype(case.dtype))


def _drawn(pair: Pair, dtype: str, number: int, count: int) -> list[Any]:
    """What Hypothesis draws; examples that are yet to be made are made with all digits."""
    drawn: list[Case | Callable[[], Case]] = []

    def keep(made: Case | Callable[[], Case]) -> None:
        drawn.append(_precise(made))

    run = settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    seed(number)(run(given(pair.cases(dtype))(keep)))()
    return drawn


def _precise(made: Case | Callable[[], Case]) -> Case | Callable[[], Case]:
    """`Pair.cases` hands out `make_case` with its arguments: (settings, sizes, values, dtype, training)."""
    if not isinstance(made, partial):
        return made
    return partial(made.func, *made.args[:2], replace(made.args[2], decimals=ALL_DIGITS), *made.args[3:])
