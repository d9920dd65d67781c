"""Initial values: exact ones, what a seed repeats, and who draws at all."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.checks import initial_values
from comparisons.checks.example import CandidateError, Example
from comparisons.pairs import laws
from tests.judging.drawing import drawn, initial
from tests.judging.part import Part, case_of


def test_what_is_not_random_is_compared_to_the_last_bit():
    def constant(value, dtype="float64", turned=False):
        return lambda self, case: {"output": np.full(self.shape(case)[:: -1 if turned else 1], value, dtype)}

    def found(mine, theirs=None):
        pair = drawn(candidate=mine, reference=theirs or constant(0.1))
        return list(initial_values.exact_values(initial(pair)))

    assert [each.what for each in found(constant(0.1))] == ["shape and dtype of scratch", "values"]
    assert all(each.passed and each.settled for each in found(constant(0.1)))
    assert found(constant(0.1))[1].quantity == "output"
    assert [each.passed for each in found(constant(np.nextafter(0.1, 1)))] == [True, False]
    (kind,) = found(constant(0.1, "float32"))
    assert kind.problem == "float32 of shape (2, 3), asked for float64 of shape (2, 3)"
    assert kind.reference.tolist() == [[0, 0, 0]] * 2
    (kind,) = found(constant(0.1, turned=True))
    assert not kind.passed


def test_a_seed_repeats_where_it_does_in_keras():
    class Makes:
        def __init__(self, settings, forgets=False):
            self.seed = np.random.SeedSequence().entropy if settings["seed"] is None else 7 if forgets else settings["seed"]

        def __call__(self, shape, dtype):
            return np.random.default_rng(self.seed).random(shape).astype(dtype)

    def repeatability(make):
        pair = drawn(
            law=laws.random_uniform, make=lambda self, settings: make(settings), reference_make=lambda self, settings: Makes(settings)
        )
        return list(initial_values.repeatability(initial(pair)))

    found = repeatability(Makes)
    assert [each.what for each in found] == [
        "one object called twice repeats", "two objects of one seed repeat", "two seeds repeat", "one object without a seed repeats",
        "two objects without a seed repeat",
    ]  # fmt: skip
    assert all(each.passed and each.settled for each in found)
    forgetful = repeatability(lambda settings: Makes(settings, forgets=True))
    assert [each.passed for each in forgetful] == [True, True, False, True, True]
    assert (bool(forgetful[2].candidate), bool(forgetful[2].reference)) == (True, False)
    with pytest.raises(CandidateError, match="TypeError"):
        repeatability(lambda settings: lambda shape: None)


def test_only_initializers_draw_and_only_some_by_chance():
    def initializer(pair, **more):
        return initial_values.initializer(pair, **more)

    assert initializer(Part()) == "only initializers draw weights"
    assert initializer(drawn()) == "nothing is random"
    assert initializer(drawn(law=laws.random_uniform)) is None
    assert initializer(drawn(), having="law", otherwise="none") == "none"
    assert initializer(drawn(), having="fixed") is None
    with pytest.raises(AssertionError):
        initial_values.pair_of(Example(Part(), case_of([1.0])))


def test_checks_of_initial_values_are_left_out_where_they_say_nothing():
    assert [name for name in ("exact values", "orthogonality", "repeatability", "bounds", "distribution") if _applies(name, drawn())] == [
        "exact values"
    ]
    law = drawn(law=laws.random_uniform)
    assert [name for name in ("exact values", "orthogonality", "repeatability", "bounds", "distribution") if _applies(name, law)] == [
        "repeatability", "bounds", "distribution",
    ]  # fmt: skip


def _applies(name, pair):
    from comparisons.checks import CHECKS

    return next(check for check in CHECKS if check.name == name).reason_against(pair) is None
