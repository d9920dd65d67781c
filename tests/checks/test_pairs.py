"""The registry as tests: every pair through every check."""

from __future__ import annotations

import pytest
from hypothesis import settings

from comparisons.checks.result import component_of
from comparisons.checks.verdicts import Component, check_pair
from comparisons.pairs import PAIRS
from comparisons.reports.check_terminal import disagreement
from tests.quickly import PROFILE

pytestmark = pytest.mark.keras

SHARE = 5  # one in so many of the profile's examples: a check has hundreds of floating types, settings and parts to see
FEWER = 1.0 if PROFILE == "thorough" else 0.3  # of what is enough for 100 examples, of the checks that look at many things in each


def explained(component: Component) -> str:
    """Every disagreement of a component, as `parity check` prints it."""
    return "\n\n".join([disagreement(component_of(component)), *component.stale])


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.kind}-{pair.name}")
def test_pair_matches(pair):
    component = check_pair(pair, examples=max(1, settings().max_examples // SHARE), seed=0, share=FEWER)
    if component.missing:
        pytest.skip(component.missing)
    assert component.verdict == "match", explained(component)
