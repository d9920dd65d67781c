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

QUICK = PROFILE != "thorough"
SHARE = 10 if QUICK else 1  # one in so many of the profile's examples: in every run a check has hundreds of parts and settings to see
FEWER = 0.3 if QUICK else 1.0  # of what is enough for 100 examples, of the checks that look at many things in each


def explained(component: Component) -> str:
    """Every disagreement of a component, as `parity check` prints it."""
    return "\n\n".join([disagreement(component_of(component)), *component.stale])


def types_of(number):
    """Every run shows a part in one of its floating types, in turn; what Keras once said about all of them is replayed besides."""
    dtypes = PAIRS[number].dtypes
    return [dtypes[number % len(dtypes)]] if QUICK else None


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=[f"{pair.kind}-{pair.name}" for pair in PAIRS])
def test_pair_matches(number):
    examples = max(1, settings().max_examples // SHARE)
    component = check_pair(PAIRS[number], examples=examples, seed=0, dtypes=types_of(number), share=FEWER)
    if component.missing:
        pytest.skip(component.missing)
    assert component.verdict == "match", explained(component)
