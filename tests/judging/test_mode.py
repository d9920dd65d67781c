"""Training changes what it changes in Keras, and nothing else."""

from __future__ import annotations

import pytest

from tests.judging.part import Part, case_of, found_by, passes, squared
from tests.judging.sides import X


def training_scales(case):
    return {"output": case.x * (2.0 if case.training else 1.0)}


@pytest.mark.parametrize("training", [False, True])
def test_training_changes_what_it_changes_in_keras(training):
    case = case_of(X, training=training)
    same, differs = squared, training_scales
    assert passes("mode", Part(), case)
    assert passes("mode", Part(mine=differs, theirs=differs), case)
    (compared,) = found_by("mode", Part(mine=differs, theirs=same), case)
    assert compared.problem == "it gives different results, Keras the same ones"
    (compared,) = found_by("mode", Part(mine=same, theirs=differs), case)
    assert compared.problem == "it gives the same results, Keras different ones"
    more = Part(mine=lambda case: {"output": case.x} | ({"mask": case.x} if case.training else {}))
    assert not passes("mode", more, case)
    one_of_two = Part(mine=lambda case: {"output": case.x, "state": case.x * (1 + case.training)})
    assert not passes("mode", one_of_two, case)
