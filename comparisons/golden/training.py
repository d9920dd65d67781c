"""A recorded training: what Keras found in every step of a small network, and how far rounding moves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from comparisons.golden.array_pool import Pool, Pooled
from comparisons.golden.spread import lengthened, shortened
from comparisons.training.candidate import State
from comparisons.training.ledger import Quantity
from comparisons.training.settings import Settings, checked_settings

STEPS = 10
SAMPLES = 64  # of the training data
BATCH = 16

Row = dict[str, Any]
Arrays = dict[Quantity, np.ndarray]


@dataclass(frozen=True)
class Training:
    """Which one: the network and optimizer of `parity compare MODEL --optimizer NAME`, in a floating type."""

    model: str
    optimizer: str
    dtype: str

    @property
    def name(self) -> str:
        """What results call it, whatever its type."""
        return f"{self.model}/{self.optimizer}"

    def settings(self, seed: int) -> Settings:
        """The comparison that is recorded."""
        return checked_settings(
            self.model, data=None, epochs=None, batch_size=BATCH, optimizer=self.optimizer, dtype=self.dtype, seed=seed, limit=SAMPLES
        )


NETWORKS = (
    *(("spiral-2-4-3", name) for name in ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")),
    ("logistic-8-1", "sgd"), ("regression-4-3-1", "sgd"),
)  # fmt: skip  # smooth ones: where a kink is crossed, only Keras can say whether rounding did it
TRAININGS = tuple(Training(model, optimizer, dtype) for model, optimizer in NETWORKS for dtype in ("float64", "float32"))


@dataclass
class Trained:
    """What Keras found.

    Args:
        training: which.
        x, y: the batches, (steps, batch, ...).
        found: numbers by quantity: losses and gradients of every step, (steps, ...); weights and slots before the first and after
            every one, (steps + 1, ...).
        noise: how far rounding moves them within one step, (steps, ...).
        drift: how far it moves losses, weights and slots from the first step on, (steps,).
    """

    training: Training
    x: np.ndarray
    y: np.ndarray
    found: Arrays
    noise: Arrays
    drift: Arrays

    def of_kind(self, kind: str) -> list[Quantity]:
        """The quantities of a kind, in the order of the weights."""
        return [quantity for quantity in self.found if quantity.kind == kind]

    @property
    def slots(self) -> dict[str, list[Quantity]]:
        """By the name of the slot."""
        found: dict[str, list[Quantity]] = {}
        for quantity in self.of_kind("slot"):
            found.setdefault(quantity.tensor.partition(" of ")[0], []).append(quantity)
        return found

    def state(self, steps: int) -> State:
        """Keras's state after that many steps."""
        slots = {name: [self.found[quantity][steps] for quantity in quantities] for name, quantities in self.slots.items()}
        return State([self.found[quantity][steps] for quantity in self.of_kind("weight")], slots, steps)

    def packed(self, pool: Pool) -> Row:
        """As JSON, with the arrays in the pool."""
        rows = [
            [
                *asdict(quantity).values(), pool.add(a), pool.add(shortened(self.noise[quantity])),
                pool.add(shortened(self.drift[quantity])) if quantity in self.drift else None,
            ]
            for quantity, a in self.found.items()
        ]  # fmt: skip
        return {"training": list(asdict(self.training).values()), "x": pool.add(self.x), "y": pool.add(self.y), "quantities": rows}


def unpacked_training(row: Mapping[str, Any], pool: Pooled) -> Trained:
    """The training again.

    Raises:
        LookupError, TypeError, ValueError: the row is none that `Trained.packed` makes.
    """
    trained = Trained(Training(*row["training"]), pool[row["x"]], pool[row["y"]], {}, {}, {})
    for kind, layer, tensor, found, noise, drift in row["quantities"]:
        quantity = Quantity(str(kind), str(layer), str(tensor))
        trained.found[quantity], trained.noise[quantity] = pool[found], lengthened(pool[noise])
        if drift is not None:
            trained.drift[quantity] = lengthened(pool[drift])
    if trained.training not in TRAININGS or not _has_its_steps(trained):
        raise ValueError(f"training {row['training']!r:.80}")
    return trained


def _has_its_steps(trained: Trained) -> bool:
    """Whether there are numbers of every step, and noise of each of them."""
    steps = len(trained.x)
    return len(trained.y) == steps > 0 and all(
        len(a) == steps + (quantity.kind in ("weight", "slot"))
        and trained.noise[quantity].shape == a[-steps:].shape
        and ((steps,) if quantity.kind != "gradient" else None) == getattr(trained.drift.get(quantity), "shape", None)
        for quantity, a in trained.found.items()
    )
