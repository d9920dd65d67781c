"""Every optimizer, schedule, metric and initializer has a line in the registry, and one name a line."""

from __future__ import annotations

import pytest

from comparisons.pairs import PAIRS
from scratch import initializers, metrics, optimizers
from scratch.optimizers import schedules

pytestmark = pytest.mark.keras

ROOMS = {
    "optimizer": (optimizers, "optimizers", {"Optimizer": "the base class"}),
    "schedule": (schedules, "schedules", {"LearningRateSchedule": "the base class"}),
    "metric": (metrics, "metrics", {"Metric": "the base class", "MeanMetricWrapper": "what the means are made of"}),
    "initializer": (
        initializers,
        "initializers",
        {"Initializer": "the base class", "RandomInitializer": "the base class of those that draw"},
    ),
}


@pytest.mark.parametrize("kind", ROOMS)
def test_every_class_is_registered(kind):
    room, file, others = ROOMS[kind]
    classes = {name for name in room.__all__ if isinstance(getattr(room, name), type)} - set(others)
    registered = {pair.name for pair in PAIRS if pair.kind == kind}
    for name in sorted(classes - registered):
        pytest.fail(f'{kind} {name} is not compared: add a line for "{name}" in comparisons/pairs/{file}.py')
    for name in sorted(registered - classes):
        pytest.fail(f"scratch has no {kind} {name}: correct its line in comparisons/pairs/{file}.py")


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair.kind in ROOMS], ids=lambda pair: f"{pair.kind}-{pair.name}")
def test_arguments_are_keras_s(pair):
    """A default that differs shows in no example that names its settings."""
    mine, theirs = pair.signatures()
    assert {name: theirs.get(name, "missing") for name in mine} == mine
    assert [name for name in theirs if name in mine] == list(mine)
