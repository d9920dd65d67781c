"""What a track has compared so far: headroom of every quantity, and the first one outside its allowance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np

from comparisons.diagnosis.patterns import constant_ratio, describe_ratio
from comparisons.tolerance import headroom

ENOUGH = 0.5  # of the floor: above it the noise is measured, so that a printed headroom near 1 is never just an upper bound


@dataclass(frozen=True)
class Quantity:
    """One thing that is compared at every step.

    Args:
        kind: `'loss'`, `'gradient'`, `'weight'` or `'slot'`.
        layer: name of the layer; empty for the loss.
        tensor: name of the weight, or `momentums of kernel` for a slot.
    """

    kind: str
    layer: str = ""
    tensor: str = ""


@dataclass(frozen=True)
class Outside:
    """The first difference beyond the allowance; `element` is where it is largest in its tensor."""

    step: int
    epoch: int
    layer: str
    tensor: str
    kind: str
    element: list[int]
    scratch: float
    reference: float
    apart: float
    allowed: float
    outside: int
    elements: int
    pattern: str | None


class Compared(NamedTuple):
    """How far apart two values are, and which share of the allowance that is."""

    apart: float
    share: float


class Ask(NamedTuple):
    """Where to ask for a better allowance: above that share, and whom; the answer has the shape of the quantity or is a number."""

    above: float
    allowance: Callable[[], Any]


class Ledger:
    """Compares, and remembers the worst of every quantity.

    Args:
        batch_size: what a constant ratio may stand for.
    """

    def __init__(self, batch_size: int) -> None:
        self.batch_size = batch_size
        self.worst: dict[Quantity, tuple[float, int]] = {}
        self.first_outside: Outside | None = None
        self.compared = 0
        self.step, self.epoch = 0, 0

    @property
    def headroom(self) -> float:
        """The largest share of an allowance used so far."""
        return max((share for share, _ in self.worst.values()), default=0.0)

    def at(self, step: int, epoch: int) -> None:
        """What follows belongs to this step."""
        self.step, self.epoch = step, epoch

    def compare(self, quantity: Quantity, scratch: Any, reference: Any, floor: float, asks: Sequence[Ask] = ()) -> Compared:
        """Judge one quantity of this step.

        Args:
            scratch, reference: numbers or arrays of one shape.
            floor: allowance that needs no measurement.
            asks: what gives a better allowance, in turn, where more of the last one is used than each says.
        """
        scratch, reference = np.asarray(scratch), np.asarray(reference)
        self.compared += scratch.size
        apart = float(np.abs(scratch - reference).max()) if scratch.shape == reference.shape else float("nan")
        share = headroom(apart, floor)
        allowed: Any = floor
        for ask in asks if np.isfinite(apart) else ():
            if share > ask.above:
                allowed = ask.allowance()
                share = float(np.max(np.abs(scratch - reference) / allowed))
        if share > self.worst.get(quantity, (-1.0, 0))[0]:
            self.worst[quantity] = (share, self.step)
        if share > 1 and self.first_outside is None:
            self.first_outside = self._locate(quantity, scratch, reference, allowed)
        return Compared(apart, share)

    def _locate(self, quantity: Quantity, scratch: np.ndarray, reference: np.ndarray, allowed: Any) -> Outside:
        if scratch.shape != reference.shape:
            pattern: str | None = f"scratch has shape {scratch.shape}, Keras {reference.shape}"
            scratch, reference = np.full(reference.shape, np.nan), reference
        else:
            ratio = constant_ratio(scratch, reference)
            pattern = None if ratio is None else describe_ratio(ratio, batch_size=self.batch_size)
        apart = np.abs(scratch - reference)
        shares = np.where(np.isnan(apart), np.inf, apart / allowed)
        worst = np.unravel_index(int(shares.argmax()), shares.shape)
        return Outside(
            self.step, self.epoch, quantity.layer, quantity.tensor, quantity.kind, [int(i) for i in worst],
            float(scratch[worst]), float(reference[worst]), float(apart[worst]), float(np.broadcast_to(allowed, apart.shape)[worst]),
            int((shares > 1).sum()), int(shares.size), pattern,
        )  # fmt: skip  # one line a concept

    def as_dict(self) -> dict[str, Any]:
        """The part of the result that every track has."""
        return {
            "headroom": self.headroom,
            "first_outside": None if self.first_outside is None else asdict(self.first_outside),
            "compared": self.compared,
            "quantities": [{**asdict(q), "headroom": share, "step": step} for q, (share, step) in self.worst.items()],
        }
