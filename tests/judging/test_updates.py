"""What is kept from call to call: variables and scalars, compared after every update."""

from __future__ import annotations

import numpy as np

from comparisons.checks import updates
from comparisons.checks.example import Example
from comparisons.pairs.methods import with_methods
from comparisons.pairs.optimizer_pair import OptimizerPair
from tests.judging.descending import Descent, descent, off, updated
from tests.judging.part import found_by

U = 2.0**-52


def test_variables_and_scalars_are_compared_after_every_update():
    compared = list(updates.updates(updated(descent)))
    assert [each.what for each in compared] == [each.quantity for each in compared] == ["kernel", "iterations"]
    assert all(each.passed for each in compared)
    assert compared[0].apart.shape == (3, 2)
    assert compared[0].example.inputs["kernel"] is not None
    for row in range(3):
        assert not next(updates.updates(updated(off("kernel", row, 1e-12)))).passed
    for row in range(3):
        assert not list(updates.updates(updated(off("iterations", row, 1))))[1].passed


def test_what_is_missing_too_much_or_of_another_shape_fails():
    without = list(updates.updates(updated(lambda case: {"kernel": descent(case)["kernel"], "m": np.ones(1)})))
    assert [(each.what, each.problem) for each in without] == [("kernel", ""), ("iterations", "missing"), ("m", "Keras has no such state")]
    assert without[1].candidate.size == without[2].reference.size == 0
    (other, _) = updates.updates(updated(lambda case: {**descent(case), "kernel": np.ones((3, 1))}))
    assert other.problem == "shape (3, 1), Keras has (3, 2)"
    assert not other.passed


def test_each_entry_is_judged_by_its_own_size_so_far():
    """A gradient of 1e12 hides nothing about the entry beside it; what was large before stays rounded."""
    gradients = ((1e12, 1.0), (-1e12, 1.0))
    small = next(updates.updates(updated(descent, gradients=((0.0, 0.0),), start=(0.25, -0.125))))
    np.testing.assert_allclose(small.allowed / (32 * U), [[0.25, 0.125]] * 2, rtol=1e-9)
    (kernel, _) = updates.updates(updated(descent, gradients=gradients))
    np.testing.assert_allclose(kernel.allowed[:, 0] / (32 * U), [2, 1e12, 1e12], rtol=1e-9)
    np.testing.assert_allclose(kernel.allowed[:, 1] / (32 * U), [3, 3, 3], rtol=1e-9)
    assert not next(updates.updates(updated(off("kernel", (1, 1), 1e-12), gradients=gradients))).passed


def test_scalars_are_judged_in_the_type_they_are_kept_in():
    def with_rate(by):
        return lambda case: {**descent(case), "learning_rate": np.full(3, 0.5) + by}

    for by, passed in ((1e-7, True), (1e-5, False)):
        found = list(updates.updates(updated(with_rate(by), with_rate(0.0))))
        assert found[2].what == "learning_rate"
        assert found[2].passed == passed
    found = list(updates.updates(updated(off("iterations", 2, 1e-9), dtype="float16", gradients=((1.0, 1.0), (1.0, 1.0)))))
    assert not found[1].passed, "a count is exact, whatever the variables are"


def test_noise_is_measured_where_a_few_units_do_not_do():
    """Here rounding a gradient shows 2^20 times as large in the variable."""

    def steep(by=0.0):
        def side(case):
            found = descent(case)
            cancelling = (case.inputs["kernel_gradients"] - np.array([1.0, -2.0])) * 2.0**20
            return {**found, "kernel": found["kernel"] + np.concatenate([np.zeros((1, 2)), np.cumsum(cancelling, axis=0)]) + by}

        return side

    gradients = ((1.0, -2.0), (1.0, -2.0))
    room = 32 * U * 2.0**20
    first = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    assert next(updates.updates(updated(steep(first * room / 2), steep(), gradients))).passed
    assert not next(updates.updates(updated(steep(first * room * 5), steep(), gradients))).passed
    late = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 1.0]])
    assert next(updates.updates(updated(steep(late * room / 2), steep(), gradients))).passed
    start = np.array([[1.0, 1.0], [0.0, 0.0], [0.0, 0.0]])
    assert not next(updates.updates(updated(steep(start * room / 2), steep(), gradients))).passed


def test_the_largest_so_far_is_of_finite_sizes():
    found = updates._so_far(np.array([[0.25, 5.0], [np.inf, 2.0], [0.5, np.nan]]))
    np.testing.assert_array_equal(found, [[0.25, 5], [0.25, 5], [0.5, 5]])


def test_what_meets_in_an_update_counts_as_its_size():
    def meeting(case, outcome):
        return {"kernel": np.full((3, 2), 1e6)}

    pair = with_methods(
        OptimizerPair("SGD", meeting=meeting),
        candidate=lambda self, case: off("kernel", 1, 1e-9)(case),
        reference=lambda self, case: descent(case),
    )
    example = Example(pair, updated(descent).case)
    kernel, iterations = updates.updates(example)
    np.testing.assert_allclose(kernel.allowed, 32 * U * 1e6, rtol=1e-9)
    assert kernel.passed
    assert iterations.passed


def test_checks_are_found_by_name():
    assert found_by("updates", Descent(mine=descent, theirs=descent, what="optimizer"), updated(descent).case)
