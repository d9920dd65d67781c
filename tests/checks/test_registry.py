"""The registry: no part without a line, no line without a part, and no expectation that is not met."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from comparisons.checks.result import component_of
from comparisons.checks.verdicts import STRICT_FROM, check_pair
from comparisons.pairs import PAIRS
from comparisons.reports.check_terminal import disagreement
from scratch import activations, layers
from tests.checks.registry import ROOMS, complaints
from tests.checks.saboteurs import pair_of, sabotaged
from tests.checks.test_saboteurs import widened

pytestmark = pytest.mark.keras


@pytest.mark.parametrize("room", ROOMS)
def test_every_part_has_a_line_and_every_line_a_part(room):
    assert not complaints(room, ROOMS[room], PAIRS)


def test_names_are_unique():
    names = [(pair.kind, pair.name) for pair in PAIRS]
    assert len(set(names)) == len(names)


def module_with(module, **more):
    """A copy of a module with other parts as well."""
    return SimpleNamespace(**{**vars(module), "__all__": [*module.__all__, *more], **more})


def test_a_part_without_a_line_is_named_with_the_line_to_add():
    class Dens(layers.Dense):
        """A layer somebody added."""

    said = complaints("layers", module_with(layers, Dens=Dens), PAIRS)
    assert said == ['scratch.layers.Dens is compared with nothing: add a line for "Dens" to comparisons/pairs/layers.py']


def test_an_activation_without_a_line_is_named_once_whatever_its_other_names():
    less = [pair for pair in PAIRS if pair.name != "silu"]
    said = complaints("activations", activations, less)
    assert said == ['scratch.activations.silu is compared with nothing: add a line for "silu" to comparisons/pairs/activations.py']


def test_a_misspelt_line_is_named_beside_the_part_it_stood_for():
    pairs = [replace(pair, name="softmx") if pair.name == "softmax" else pair for pair in PAIRS]
    assert complaints("activations", activations, pairs) == [
        'scratch.activations.softmax is compared with nothing: add a line for "softmax" to comparisons/pairs/activations.py',
        "scratch.activations has no softmx: correct its line in comparisons/pairs/activations.py",
    ]


def test_an_expected_failure_that_fails_is_no_mismatch():
    pair = replace(pair_of("sigmoid"), fails={"dtype": "somebody widens it"})
    wrong = sabotaged("sigmoid", widened)
    wrong.__dict__["fails"] = pair.fails
    assert check_pair(wrong, examples=5, seed=0, dtypes=["float32"]).verdict == "match"
    wrong.__dict__["fails"] = {}
    assert check_pair(wrong, examples=5, seed=0, dtypes=["float32"]).verdict == "mismatch"


def test_an_expected_failure_that_passes_is_a_mismatch_and_says_which_line_to_change():
    component = check_pair(replace(pair_of("sigmoid"), fails={"forward": "it was wrong once"}), examples=5, seed=0, dtypes=["float32"])
    assert component.verdict == "mismatch"
    said = "fails['forward'] did not show (it was wrong once): remove it from the line of sigmoid in comparisons/pairs/activations.py"
    assert component.stale == [said]
    assert said in component_of(component)["notes"]
    assert not disagreement(component_of(component))


def test_a_fault_of_keras_that_is_gone_is_a_mismatch_and_says_which_line_to_change():
    pair = replace(pair_of("sigmoid"), keras_faults={"forward": "its last digits"}, dtypes=("float32",))
    component = check_pair(pair, examples=STRICT_FROM, seed=0)
    assert component.verdict == "mismatch"
    assert component.stale == [
        "keras_faults['forward'] did not show (its last digits): remove it from the line of sigmoid in comparisons/pairs/activations.py"
    ]
    assert check_pair(pair, examples=STRICT_FROM - 1, seed=0).verdict == "match"
