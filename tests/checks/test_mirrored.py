"""Candidate and reference change places: what matched still matches, and a fault of the reference is seen like one of the candidate."""

from __future__ import annotations

import pytest
from hypothesis import settings

from comparisons.checks import CHECKS
from comparisons.checks.engine import run_checks
from comparisons.pairs import PAIRS
from comparisons.pairs.methods import with_methods
from comparisons.pairs.pair import Pair
from tests.checks.saboteurs import Saboteur
from tests.checks.test_saboteurs import SABOTEURS
from tests.checks.test_saboteurs_optimizers import SABOTEURS as OF_OPTIMIZERS
from tests.quickly import some

pytestmark = pytest.mark.keras

CHECKED = ("forward", "gradients", "updates")
SHARE = 20  # one in so many of the profile's examples: every one is a second look at what test_pairs.py looks at
VALUES = [saboteur for saboteur in [*SABOTEURS, *OF_OPTIMIZERS] if saboteur.check in CHECKED]


def swapped(pair: Pair) -> Pair:
    """The pair with Keras for the candidate, and the candidate in Keras's place."""

    def candidate(self, case):
        return pair.reference(case)

    def reference(self, case):
        return pair.candidate(case.copied())

    return with_methods(pair, candidate=candidate, reference=reference)


def compared(pair: Pair) -> bool:
    """Whether it has numbers to compare, and no fault of Keras that the swapped pair would show as the candidate's."""
    return pair.kind in ("activation", "loss", "layer", "optimizer") and not (pair.keras_faults or pair.keras_quirks)


@pytest.mark.parametrize("pair", some([pair for pair in PAIRS if compared(pair)], 9), ids=lambda pair: f"{pair.kind}-{pair.name}")
def test_what_matches_matches_the_other_way_round(pair):
    if pair.missing:
        pytest.skip(pair.missing)
    checks = [check for check in CHECKS if check.name in CHECKED and check.reason_against(pair) is None]
    for result in run_checks(swapped(pair), checks, "float64", examples=settings().max_examples // SHARE, seed=0):
        assert result.passed, f"{result.name}: {result.error or result.counterexample}"
        assert result.elements > 0


@pytest.mark.parametrize("saboteur", some(VALUES, 8), ids=str)
def test_a_fault_of_the_reference_is_seen_too(saboteur):
    """As a failure, or, where a more exact evaluation sides with the candidate, as a reference that is less exact."""
    mirrored = Saboteur(saboteur.check, saboteur.what, swapped(saboteur.pair), saboteur.dtype).caught()
    assert mirrored.overruled or not mirrored.passed
