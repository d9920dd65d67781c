"""The registry as tests: every pair through every check, and every part in the registry."""

from __future__ import annotations

import pytest
from hypothesis import settings

from comparisons.checks.result import component_of
from comparisons.checks.verdicts import Component, check_pair
from comparisons.pairs import PAIRS
from comparisons.reports.check_terminal import disagreement
from scratch import activations, layers, losses

pytestmark = pytest.mark.keras

NOT_PARTS = {
    "activations": {"get": "looks an activation up"},
    "losses": {"get": "looks a loss up", "Loss": "the base class", "LossFunction": "what the functions are made of"},
    "layers": {
        "Layer": "the base class",
        "Input": "a function that makes an InputLayer",
        "InputLayer": "holds a shape and computes nothing",
    },
}
ROOMS = {"activation": activations, "loss": losses, "layer": layers}
PLURALS = {"activation": "activations", "loss": "losses", "layer": "layers"}
OURS = [pair for pair in PAIRS if pair.kind in ROOMS]


def explained(component: Component) -> str:
    """What is wrong with a component, as `parity check` prints it."""
    return "\n\n".join([disagreement(component_of(component)), *component.stale])


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.kind}-{pair.name}")
def test_pair_matches(pair):
    component = check_pair(pair, examples=max(1, settings().max_examples // 5), seed=0)
    if component.missing:
        pytest.skip(component.missing)
    assert component.verdict == "match", explained(component)


@pytest.mark.parametrize("kind", ROOMS)
def test_every_part_is_registered(kind):
    room, registered = ROOMS[kind], {pair.name for pair in PAIRS if pair.kind == kind}
    for name in room.__all__:
        part = getattr(room, name)
        if name in NOT_PARTS[PLURALS[kind]] or (kind == "loss" and name.islower()):
            continue  # the function of a loss is compared through its class
        known = {part.__name__, name} if kind == "activation" else {name}  # swish is silu
        assert known & registered, f'{kind} {name} is not compared: add a line for "{name}" in comparisons/pairs/{PLURALS[kind]}.py'


@pytest.mark.parametrize("pair", OURS, ids=lambda pair: f"{pair.kind}-{pair.name}")
def test_name_exists_on_both_sides(pair):
    assert hasattr(ROOMS[pair.kind], pair.name), f"scratch.{PLURALS[pair.kind]} has no {pair.name}: correct its line in comparisons/pairs"
    if pair.missing:
        pytest.skip(pair.missing)


def test_names_are_unique():
    names = [(pair.kind, pair.name) for pair in PAIRS]
    assert len(set(names)) == len(names)
