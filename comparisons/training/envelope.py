"""What rounding noise does to a whole training: the running envelope of the shadow runs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comparisons.tolerance import allowance, machine_epsilon
from comparisons.training.ledger import Quantity


class Envelope:
    """Largest distance so far between Keras and its shadow runs, for every quantity of a training.

    A shadow run is the same training in Keras with every weight moved by one unit in the last place, up or down at
    random, before *every* step. What such noise does to Keras itself is what a right implementation may do too.
    """

    def __init__(self, dtype: str) -> None:
        self.dtype = dtype
        self.spread: dict[Quantity, float] = {}
        self._scale: dict[Quantity, float] = {}

    def widen(self, quantity: Quantity, reference: np.ndarray | float, shadows: Sequence[np.ndarray | float]) -> None:
        """Take this step's distances in."""
        apart = max(float(np.max(np.abs(np.subtract(shadow, reference)))) for shadow in shadows)
        self.spread[quantity] = max(self.spread.get(quantity, 0.0), apart)
        self._scale[quantity] = float(np.max(np.abs(reference)))

    def noise(self, quantity: Quantity) -> float:
        """How far rounding noise alone is known to move this quantity by now: the envelope for K = 1."""
        return self.spread[quantity] + machine_epsilon(self.dtype) * self._scale[quantity]

    def allowed(self, quantity: Quantity) -> float:
        """How far the candidate may be from Keras."""
        return float(allowance(spread=self.spread[quantity], scale=self._scale[quantity], dtype=self.dtype))
