"""Optimizers: everything they change, after every update."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import NOTHING, Compared, distance, unlike
from comparisons.pairs.optimizer_pair import OptimizerPair
from comparisons.pairs.pair import Pair
from comparisons.tolerance import allowance

SCALARS = {"iterations": "float64", "learning_rate": "float32"}  # the types they are kept in, whatever that of the variables


def updates(example: Example) -> Iterator[Compared]:
    """Variables, slots and scalars before the first update and after every one.

    Entries do not meet in an update (but for a norm): each is judged by its own size so far. By the size of the whole
    tensor, a gradient of 1e12 anywhere would hide what becomes of all others.
    """
    for what, theirs in example.reference.items():
        mine = example.candidate.get(what)
        if mine is None or mine.shape != theirs.shape:
            yield unlike(what, NOTHING, theirs, "missing" if mine is None else f"shape {mine.shape}, Keras has {theirs.shape}")
        else:
            yield _judged(example, what, mine, theirs)
    for what in [what for what in example.candidate if what not in example.reference]:
        yield unlike(what, example.candidate[what], NOTHING, "Keras has no such state")


def _judged(example: Example, what: str, mine: np.ndarray, theirs: np.ndarray) -> Compared:
    """Element by element; noise is measured only where a few units in the last place do not suffice."""
    dtype, exact = SCALARS.get(what, example.case.dtype), theirs.astype("float64")
    meeting = example.pair.meeting(example.case, example.reference) if isinstance(example.pair, OptimizerPair) else {}
    scale, apart = _so_far(np.maximum(np.abs(exact), meeting.get(what, 0.0))), distance(mine.astype("float64"), exact)
    allowed = np.asarray(allowance(spread=0.0, scale=scale, dtype=dtype))
    compared = Compared(what, mine, theirs, apart, allowed, quantity=what, example=example.case)
    if compared.passed:
        return compared
    measured = replace(compared, allowed=np.asarray(allowance(spread=_so_far(example.spread(what)), scale=scale, dtype=dtype)))
    return measured if measured.passed else _by_opinion(measured, example.third.get(what))


def _by_opinion(compared: Compared, opinion: np.ndarray | None) -> Compared:
    """Entries that are nearer to a more exact evaluation are judged by that: Keras passes its settings through float32."""
    if opinion is None or np.shape(opinion) != compared.apart.shape:
        return compared
    off = distance(compared.candidate.astype("float64"), np.asarray(opinion, dtype="float64"))
    nearer = off < compared.apart
    return replace(compared, apart=np.where(nearer, off, compared.apart), overruled=int((nearer & (off <= compared.allowed)).sum()))


def _so_far(sizes: np.ndarray) -> np.ndarray:
    """The largest up to each update: what was rounded once stays rounded."""
    finite = np.where(np.isfinite(sizes), sizes, 0.0)
    return np.maximum.accumulate(finite, axis=0)


def special_gradients(example: Example) -> Iterator[Compared]:
    """Each special number in turn as one entry of one gradient: NaN and infinities must spread as in Keras.

    Nothing that becomes subnormal on the way: TensorFlow takes such numbers for 0, and Lion steps by the sign.
    """
    case = example.case
    limits = np.finfo(case.dtype)
    edges = (float(limits.max), float(limits.tiny) * 2**20, 0.0, np.inf)
    for number in (np.nan, *edges, *(-edge for edge in edges)):
        changed = case.inputs["kernel_gradients"].copy()
        changed[len(changed) // 2, 0, 0] = number
        for compared in updates(Example(example.pair, case.with_inputs(kernel_gradients=changed))):
            yield replace(compared, what=f"{compared.what}, one gradient {number}", settled=True)


def only_optimizers(pair: Pair) -> str | None:
    """A reason against checks of updates."""
    return None if pair.kind == "optimizer" else "only optimizers update"


CHECKS = [
    Check(
        "updates", "Variables and slots are Keras's after every update, by ordinary, zero, tiny and huge gradients.", updates,
        only_optimizers,
    ),
    Check(
        "special gradients", "NaN, infinities, signed zeros and the largest gradients do what they do in Keras.", special_gradients,
        only_optimizers, examples=3,
    ),
]  # fmt: skip
