"""What a user asked of `parity compare`, checked."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import Any

from comparisons.errors import InputError, check_least
from comparisons.training.optimizer_names import OPTIMIZERS
from comparisons.training.plan import ModelPlan
from comparisons.training.presets import preset

DTYPES = ("float32", "float64")


@dataclass(frozen=True)
class Settings:
    """One comparison, fully said.

    Args:
        plan: network, loss and optimizer.
        data: what `--data` was given.
        epochs, batch_size: whole numbers of at least 1; a batch larger than the data holds all of it.
        dtype: `'float32'` or `'float64'`.
        seed: of initial weights, shuffles and shadow runs.
        limit: use only this many training samples.
        optimizer: what `--optimizer` was given, if it was.
    """

    plan: ModelPlan
    data: str
    epochs: int
    batch_size: int
    dtype: str = "float32"
    seed: int = 0
    limit: int | None = None
    optimizer: str | None = None

    @classmethod
    def of(cls, plan: ModelPlan, **asked: Any) -> Settings:
        """Settings where the plan's own values stand for what is not asked for (or None)."""
        own: dict[str, Any] = {"data": plan.data, "epochs": plan.epochs, "batch_size": plan.batch_size}
        return cls(plan, **own | {name: value for name, value in asked.items() if value is not None})

    def command_line(self) -> str:
        """The command that repeats this comparison."""
        words = [
            "parity",
            "compare",
            self.plan.name,
            "--data",
            self.data,
            "--epochs",
            str(self.epochs),
            "--batch-size",
            str(self.batch_size),
        ]
        words += ["--optimizer", self.optimizer] if self.optimizer else []
        words += ["--dtype", self.dtype, "--seed", str(self.seed)]
        words += ["--limit", str(self.limit)] if self.limit else []
        return shlex.join(words)


def checked_settings(
    model: str,
    *,
    data: str | None,
    epochs: int | None,
    batch_size: int | None,
    optimizer: str | None,
    dtype: str,
    seed: int,
    limit: int | None,
) -> Settings:
    """Settings from what stood on the command line.

    Raises:
        InputError: one of them cannot be used.
    """
    plan = preset(model)
    if optimizer is not None:
        plan = replace(plan, optimizer=_optimizer(optimizer))
    check_least(epochs=(epochs, 1), batch_size=(batch_size, 1), seed=(seed, 0), limit=(limit, 1))
    if dtype not in DTYPES:
        raise InputError(f"--dtype: expected {' or '.join(DTYPES)}, got {dtype!r}; choose one of them.")
    asked = {"data": data, "epochs": epochs, "batch_size": batch_size, "limit": limit, "optimizer": optimizer}
    return Settings.of(plan, dtype=dtype, seed=seed, **asked)


def _optimizer(name: str) -> tuple[str, dict[str, object]]:
    if name.lower() not in OPTIMIZERS:
        raise InputError(f"--optimizer: expected one of {', '.join(OPTIMIZERS)}, got {name!r}; choose one of them.")
    return OPTIMIZERS[name.lower()]
