"""What `compile` takes, and how results are called."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from scratch.metrics import Metric


def refuse_settings(*, loss_weights: object, steps_per_execution: object) -> None:
    """Raise for settings of Keras's `compile` that mean something there and nothing here.

    Raises:
        ValueError: there is one.
    """
    if loss_weights is not None:
        raise ValueError(
            f"compile: expected no loss_weights (there is one output), got {loss_weights!r};"
            " metrics go by name (metrics=[...]); to scale the loss, scale the learning rate or the sample weights."
        )
    if steps_per_execution != 1:
        raise ValueError(f"compile: expected steps_per_execution=1 (nothing is compiled here), got {steps_per_execution!r}; leave it out.")


def flat_metrics(argument: str, given: object) -> list[object]:
    """The metrics of the one output, out of a list, a list of lists or a dictionary by output.

    Raises:
        ValueError: neither of these.
    """
    if given is None:
        return []
    if isinstance(given, Mapping):
        given = list(given.values())
    if not isinstance(given, (list, tuple)):
        raise ValueError(f"compile: expected {argument} as a list, got {given!r}; write {argument}=[{given!r}].")
    return [metric for entry in given for metric in (entry if isinstance(entry, (list, tuple)) else [entry])]


def copied(given: Any) -> Any:
    """The same metrics as they are now: later on, those that can are switched to reading logits."""
    if isinstance(given, Mapping):
        return {name: copied(entry) for name, entry in given.items()}
    if isinstance(given, (list, tuple)):
        return [copied(entry) for entry in given]
    return copy.copy(given) if isinstance(given, Metric) else given


def result_names(names: Sequence[str], unweighted: int) -> list[str]:
    """Names in `History`: a name that comes again gets a number, one that comes again among the weighted `weighted_` before it.

    Args:
        names: what the metrics are called.
        unweighted: how many of them, from the first on, are not weighted.

    Source: `keras.src.trainers.compile_utils.CompileMetrics.result`.
    """
    counts: dict[str, int] = {}
    found = []
    for number, name in enumerate(names):
        if name in counts and number >= unweighted:
            name = f"weighted_{name}"
        counts[name] = counts.get(name, 0) + 1
        found.append(name if counts[name] == 1 else f"{name}_{counts[name] - 1}")
    return found
