"""A failure: of which quantity it is, and on which example it is shown."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.checks.example import Example
from comparisons.checks.failure import first_failure, on_specimen
from comparisons.judging import judge
from tests.judging.asking import X, probe
from tests.judging.part import Part, case_of, changed, raising, squared


def test_the_first_failure_is_of_the_quantity_that_is_asked_for_if_any_is():
    pair = Part(mine=changed(output=lambda y: y + 1, gradient_of_x=lambda g: g + 1))
    check = probe(lambda example: example.judge("output"), lambda example: example.judge("gradient of x"))
    example = Example(pair, case_of(X))
    assert first_failure(check, example).compared.what == "output"
    assert first_failure(check, example, like="gradient of x").compared.what == "gradient of x"
    assert first_failure(check, example, like="state").compared.what == "output"
    assert first_failure(check, Example(Part(), case_of(X))) is None
    assert first_failure(check, Example(Part(mine=raising(TypeError("no"))), case_of(X))).compared.problem == "raised TypeError: no"


def test_a_failure_is_shown_on_the_example_it_was_made_on():
    other = case_of([[9.0]])
    check = probe(lambda example: Example(example.pair, other).judge("output"))
    failing = Part(mine=changed(output=lambda y: y + 1))
    assert first_failure(check, Example(failing, case_of(X))).case is other
    bad = judge("output", np.ones(2), np.zeros(2), dtype="float64")
    example = Example(failing, case_of(X))
    assert first_failure(probe(bad), example).case is example.case


def test_the_richer_example_has_the_largest_sizes_that_fail():
    check = probe(lambda example: example.judge("output"))

    def fails_above(units):
        def mine(case):
            right = squared(case)
            return {**right, "output": right["output"] + (case.settings.get("units", 0) >= units)}

        return Part(mine=mine, settings={"units": (1, 2, 5), "name": ("a",)})

    for least, shown in ((0, 5), (5, 5)):
        pair = fails_above(least)
        smallest = first_failure(check, Example(pair, case_of(X).with_settings(units=5)))
        assert on_specimen(pair, check, smallest).case.settings["units"] == shown
    alone = Part(mine=lambda case: {"output": case.x**2 + (case.settings.get("units") == 1)}, settings={"units": (1, 2, 5)})
    smallest = first_failure(check, Example(alone, case_of(X).with_settings(units=1)))
    assert on_specimen(alone, check, smallest).case.settings["units"] == 1
    small_only = Part(mine=lambda case: {"output": case.x**2 + (case.x.size == 2)})
    assert on_specimen(small_only, check, first_failure(check, Example(small_only, case_of(X)))) is None


@pytest.mark.parametrize("given", [{}, {"sample_weight": np.ones(1)}, {"sample_weight_0": np.ones(1)}, {"y_true": np.ones(1)}])
def test_the_richer_example_is_weighted_if_the_small_one_is(given):
    pair = Part(mine=changed(output=lambda y: y + 1), settings={"weighted": (False, True)})
    check = probe(lambda example: example.judge("output"))
    smallest = first_failure(check, Example(pair, case_of(X, given=given)))
    assert on_specimen(pair, check, smallest).case.settings["weighted"] == any("weight" in name for name in given)
    plain = Part(mine=changed(output=lambda y: y + 1))
    assert "weighted" not in on_specimen(plain, check, smallest).case.settings
