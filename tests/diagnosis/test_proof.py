"""Nothing is called by a name that is not proved: right code, rounding, and explanations that explain too little or anything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import settings

from comparisons.diagnosis import diagnose as diagnosing
from comparisons.diagnosis.explanation import Explanation
from comparisons.diagnosis.families import explanations_for
from comparisons.pairs import PAIRS
from tests.diagnosis.planted import Planted, of_x, pair_of, sigmoid

pytestmark = pytest.mark.keras

SIGMOID = pair_of("activation", "sigmoid")
FEW = {"softmax", "leaky_relu", "Dense", "BatchNormalization", "MaxPooling2D", "GRU", "CategoricalCrossentropy", "Huber", "Adam"}
EXPLAINED = [pair for pair in PAIRS if pair.kind in ("activation", "layer", "loss", "optimizer") and explanations_for(pair)]
RIGHT = [pair for pair in EXPLAINED if settings().max_examples >= 1000 or pair.name in FEW]


@pytest.mark.parametrize("pair", RIGHT, ids=lambda pair: pair.name)
def test_right_code_is_called_nothing(pair):
    Planted("", pair, pair.candidate).check()


def right(x):
    y = sigmoid(x)
    return y, y * (1 - y)


def candidate(change):
    """A sigmoid whose output goes through `change(y, x)`."""
    return of_x(lambda x: change(sigmoid(x), x), lambda x, y, dy: dy * right(x)[1])


def shifted(y, x):
    return y + 1e-3


def rounded(y, x):
    return y * (1 + 2 * np.finfo(x.dtype).eps)


def explained_by(output, code="overflow"):
    """A made-up explanation: the output is `output(y, x, case)`, the rest is as it should be."""

    def predict(pair, model, case):
        found = model(case)
        return {**found, "output": output(found["output"], case.x, case)}

    return Explanation(code, "made up", predict, lambda pair: True, fix="nothing")


def only_in_batches_of_one(y, x, case):
    return y + 1e-3 * (len(x) == 1)


def only_above_zero(y, x, case):
    return y + 1e-3 * (x > 0)


def nearly(y, x, case):
    return y + 1e-3 * (1 + 1e-6)


def by_chance(x):
    """Another number from -1 to 1 for every change of x, however small."""
    return np.random.default_rng(list(x.tobytes())).uniform(-1, 1)


def anything(y, x, case):
    """One unit in the last place moves it by any amount: its noise excuses whatever a candidate computes."""
    return y + by_chance(x)


def not_a_number(y, x, case):
    return np.full_like(y, np.nan)


def of_another_shape(y, x, case):
    return (y + 1e-3)[..., None]


def impossible(y, x, case):
    raise ArithmeticError


TOO_LITTLE = (only_in_batches_of_one, only_above_zero, nearly, anything, not_a_number, of_another_shape, impossible)


@pytest.fixture
def diagnosed(monkeypatch):
    """What is said of a candidate where there are these explanations and no other."""

    def diagnosis(change, *explanations):
        monkeypatch.setattr(diagnosing, "explanations_for", lambda pair: explanations)
        return Planted("", SIGMOID, candidate(change)).diagnosis()

    return diagnosis


def test_what_explains_everything_is_named(diagnosed):
    found = diagnosed(shifted, explained_by(lambda y, x, case: y + 1e-3))
    assert [finding.code for finding in found.findings] == ["overflow"]
    assert found.region == ""


@pytest.mark.parametrize("output", TOO_LITTLE)
def test_what_explains_too_little_or_anything_is_not_named(diagnosed, output):
    found = diagnosed(shifted, explained_by(output))
    assert found.findings == ()
    assert found.region


def test_two_that_explain_everything_together_are_named(diagnosed):
    halves = (explained_by(lambda y, x, case: y + 1e-3), explained_by(lambda y, x, case: y * 2, "half-mse"))
    found = diagnosed(lambda y, x: 2 * (y + 1e-3), *halves)
    assert {finding.code for finding in found.findings} == {"overflow", "half-mse"}


def test_two_of_which_one_excuses_anything_are_not_named(diagnosed):
    found = diagnosed(shifted, explained_by(anything), explained_by(lambda y, x, case: y * 1.5, "half-mse"))
    assert found.findings == ()


def test_what_is_within_rounding_needs_no_explanation(diagnosed):
    found = diagnosed(rounded, explained_by(lambda y, x, case: rounded(y, x)))
    assert (found.findings, found.region) == ((), "")


def test_what_keras_is_as_near_to_is_not_named(diagnosed):
    """An explanation whose own noise reaches from the candidate to Keras says nothing about either."""
    found = diagnosed(lambda y, x: y + 1e-8, explained_by(lambda y, x, case: y + 1e-8 * by_chance(x)))
    assert found.findings == ()


@pytest.mark.parametrize(("shape", "named"), [((2, 1), 0), ((2, 5), 1)])
def test_two_numbers_are_no_proof(diagnosed, shape, named):
    """Each shape is that of one example: two numbers that differ could be chance, ten are not."""

    def there(y, x, case=None):
        return y + 1e-3 * (x.shape == shape)

    found = diagnosed(there, explained_by(there))
    assert len(found.findings) == named
    assert bool(found.region) != bool(named)
