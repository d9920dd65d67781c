"""The one rule that judges everything, and its one constant.

A candidate may differ from the reference by no more than a small multiple of what rounding noise does to the
reference itself:

    allowance = K * (spread + u * scale + smallest normal number)

spread  how far the reference moves when its inputs, weights and upstream gradients move by one unit in the last place
u       machine epsilon of the dtype: one unit in the last place of 1
scale   largest magnitude of the values that meet inside the operation

docs/decisions/allowance.md has the evidence for K.
"""

from __future__ import annotations

from functools import cache

import numpy as np

PROBES = 6
"""How often noise is put on everything; the largest move settles after about six."""
RAY = (0.001, 0.1, 0.5)
"""With 1, the example itself: sizes that meet inside the operation, also where the result saturates to nothing."""
K = 32
"""How many times the measured rounding noise is allowed. Right code of every kind tried needs at most 7."""


@cache
def machine_epsilon(dtype: str) -> float:
    """Distance from 1 to the next larger number of `dtype`."""
    return float(np.finfo(dtype).eps)


@cache
def _smallest_normal(dtype: str) -> float:
    return float(np.finfo(dtype).tiny)


def allowance(*, spread: float | np.ndarray, scale: float | np.ndarray, dtype: str) -> float | np.ndarray:
    """How far candidate and reference may be apart; infinitely where 32 times their noise is beyond the largest number."""
    with np.errstate(over="ignore"):
        return K * (spread + machine_epsilon(dtype) * scale + _smallest_normal(dtype))


def headroom(apart: float, allowed: float) -> float:
    """Share of the allowance used: up to 1 is rounding noise. NaN differences use it up infinitely."""
    share = apart / allowed
    return float("inf") if np.isnan(share) else float(share)
