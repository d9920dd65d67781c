"""The result of a comparison of trainings, as `result.json` has it."""

from __future__ import annotations

from typing import Any

import numpy as np

from comparisons.data import Dataset
from comparisons.diagnosis.blame import blame
from comparisons.environment import environment
from comparisons.tolerance import K
from comparisons.training.batches import steps_per_epoch
from comparisons.training.comparison import Comparison
from comparisons.training.samples import trained_on
from comparisons.training.settings import Settings

NOT_SWAPPED = {"not_available": "it takes whole steps: gradients and update cannot be had apart", "headroom": None, "first_outside": None}
CATALOGUED = {"sum-not-mean", "divided-twice", "sign-flipped"}  # codes of known mistakes; the others say where, not what


def result_of(
    comparison: Comparison,
    settings: Settings,
    data: Dataset,
    tests: dict[str, tuple[float, float]] | None,
    *,
    finished: bool,
    seconds: float,
) -> dict[str, Any]:
    """Everything there is to say, with the verdict."""
    tracks = _tracks(comparison)
    findings = blame(tracks, batch_size=settings.batch_size)
    steps = len(comparison.losses)
    verdict = "error" if comparison.failure else _verdict(findings, steps)
    samples = trained_on(data, settings.plan)
    per_epoch = steps_per_epoch(samples, settings.batch_size)
    watch = comparison.validation and comparison.validation.early_stoppings
    return {
        "schema_version": 1,
        "command": "compare",
        "environment": environment(settings.seed),
        "model": settings.plan.name,
        "dtype": settings.dtype,
        "verdict": verdict,
        "sentence": f"scratch failed at {comparison.failure}." if comparison.failure else _sentence(verdict, tracks, findings, steps),
        "reproduce": settings.command_line(),
        "settings": {
            "optimizer": settings.plan.optimizer[0].lower(),
            "loss": settings.plan.loss[0],
            "epochs": settings.epochs,
            "batch_size": settings.batch_size,
            "metric": settings.plan.metric,
            "validation_split": settings.plan.validation_split,
            "steps": settings.epochs * per_epoch,
            "steps_done": steps,
            "steps_per_epoch": per_epoch,
            "allowance_factor": K,
            "interrupted": not finished,
        },
        "parameters": _parameters(comparison),
        "data": {
            "name": data.name, "train": samples, "validation": len(data.x_train) - samples, "test": len(data.x_test),
            "sha256": data.sha256,
        },
        "history": _histories(comparison, settings, samples),
        "early_stopping": watch.as_dict() if watch else None,
        "test": None if tests is None else {side: _measured(settings.plan.metric, *found) for side, found in tests.items()},
        "tracks": tracks,
        "findings": findings,
        "seconds": {**comparison.stopwatch.seconds, "total": seconds},
    }  # fmt: skip  # in the order of the report


def _verdict(findings: list[dict[str, Any]], steps: int) -> str:
    if steps == 0:
        return "error"
    if not findings:
        return "match"
    return "deviation" if any(finding["code"] in CATALOGUED for finding in findings) else "mismatch"


def _sentence(verdict: str, tracks: dict[str, Any], findings: list[dict[str, Any]], steps: int) -> str:
    if verdict == "error":
        return "Nothing was compared: the run was stopped before its first step."
    if verdict != "match":
        return f"scratch and Keras do not train alike: {findings[0]['summary']}."
    used = max(track["headroom"] for track in tracks.values() if track["headroom"] is not None)
    return (
        f"scratch and Keras train alike: over {steps:,} steps every loss, gradient, weight and slot stayed within"
        f" rounding noise of Keras ({used:.1%} of the allowance used)."
    )


def _tracks(comparison: Comparison) -> dict[str, Any]:
    free, locked = comparison.free, comparison.locked
    gradient, update = comparison.gradient_swap.judge.ledger, comparison.update_swap.judge.ledger
    allowed = [K * noise for noise in free.noise]
    outsides = [ledger.first_outside for ledger in (gradient, update) if ledger.first_outside is not None]
    first = min(outsides, key=lambda outside: outside.step, default=None)
    swapped = gradient if first is gradient.first_outside else update
    return {
        "free": {"max_gap": max(free.gaps, default=0.0), **free.ledger.as_dict(),
                 "curves": {"gap": free.gaps, "envelope": free.noise, "allowed": allowed}, "jumps": free.judge.jumps.steps},
        "locked": {"max_gap": max(locked.gaps, default=0.0), **locked.ledger.as_dict(), "curves": {"headroom": locked.shares},
                   "noise_measured_at": comparison.noise.measured_steps},
        "swapped": NOT_SWAPPED if comparison.whole_steps else {
                    "max_gap": comparison.swapped_gap, "headroom": max(gradient.headroom, update.headroom),
                    "first_outside": swapped.as_dict()["first_outside"], "gradient": gradient.as_dict(), "update": update.as_dict()},
    }  # fmt: skip  # a line a track


def _parameters(comparison: Comparison) -> dict[str, Any]:
    theirs = comparison.keras.layer_table()
    mine = comparison.free.candidate.parameter_counts()
    layers = [
        {**{key: row[key] for key in ("name", "type", "output_shape")}, "scratch": mine.get(row["name"], 0), "reference": row["parameters"]}
        for row in theirs
    ]  # fmt: skip
    return {"scratch": sum(mine.values()), "reference": sum(row["parameters"] for row in theirs), "layers": layers}


def _measured(metric: str, loss: float, found: float) -> dict[str, float | None]:
    """Loss and metric; `accuracy` is always there, and None where there is none."""
    return {"loss": loss, "accuracy": None, metric: found}


def _histories(comparison: Comparison, settings: Settings, samples: int) -> dict[str, Any]:
    sides = {"scratch": (comparison.free.losses, comparison.free.metrics), "reference": (comparison.losses, comparison.metrics)}
    sizes = _batch_sizes(samples, settings.batch_size, len(comparison.losses))
    per_epoch, metric = steps_per_epoch(samples, settings.batch_size), settings.plan.metric
    return {
        side: {
            "loss": _by_epoch(losses, sizes, per_epoch), "accuracy": [], metric: _by_epoch(metrics, sizes, per_epoch),
            **_validated(comparison, side, metric), "step_loss": losses,
        }
        for side, (losses, metrics) in sides.items()
    }  # fmt: skip


def _validated(comparison: Comparison, side: str, metric: str) -> dict[str, list[float]]:
    found = comparison.validation
    return {} if found is None else {"val_loss": found.losses[side], f"val_{metric}": found.metrics[side]}


def _batch_sizes(samples: int, batch_size: int, steps: int) -> np.ndarray:
    per_epoch = np.minimum(batch_size, samples - np.arange(0, samples, batch_size))
    return np.resize(per_epoch, steps)


def _by_epoch(values: list[float], sizes: np.ndarray, per_epoch: int) -> list[float]:
    """Means over each epoch's samples, as `History` has them; an unfinished epoch's mean is over what was seen."""
    parts = [slice(i, i + per_epoch) for i in range(0, len(values), per_epoch)]
    return [float(np.average(values[part], weights=sizes[part])) for part in parts]
