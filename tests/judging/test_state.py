"""What is kept from call to call, and what is drawn: updates of optimizers, and initial values."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from comparisons.checks import initial_values, statistics, updates
from comparisons.checks.example import CandidateError, Example
from comparisons.pairs import laws
from comparisons.pairs.initializers import InitializerPair
from comparisons.pairs.methods import with_methods
from comparisons.pairs.optimizer_pair import OptimizerPair
from comparisons.tolerance import allowance
from tests.judging.part import Part, case_of, found_by

U = 2.0**-52


def descent(case):
    """Gradient descent with a rate of 1, on a kernel alone."""
    steps = np.cumsum(case.inputs["kernel_gradients"], axis=0)
    start = case.inputs["kernel"][None]
    return {"kernel": np.concatenate([start, start - steps]), "iterations": np.arange(len(steps) + 1)}


class Descent(Part):
    """Not an optimizer of the registry: nothing meets."""


def updated(mine, theirs=descent, gradients=((1.0, -2.0), (0.5, 0.25)), dtype="float64", pair=Descent, start=(2.0, 3.0), **more):
    case = case_of(start, dtype)
    case = type(case)({}, {"kernel": case.x, "kernel_gradients": np.asarray(gradients, dtype=dtype)}, case.values, dtype)
    return Example(pair(mine=mine, theirs=theirs, what="optimizer", **more), case)


def off(what, row, by):
    def side(case):
        found = descent(case)
        changed = found[what].astype("float64")
        changed[row] += by
        return {**found, what: changed}

    return side


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
            return {**found, "kernel": found["kernel"] + np.concatenate([np.zeros((1, 2)), np.cumsum(cancelling, axis=0)]) * 1.0 + by}

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


def test_a_more_exact_evaluation_decides_entry_by_entry():
    def rounded(case):
        found = descent(case)
        return {**found, "kernel": found["kernel"] + (case.dtype == "float32") * np.array([[0, 0], [1e-3, 0], [1e-3, 1e-3]], "float32")}

    compared = next(updates.updates(updated(descent, rounded, dtype="float32")))
    assert compared.passed
    assert compared.overruled == 3
    wrong = next(updates.updates(updated(off("kernel", (2, 0), 1e-2), rounded, dtype="float32")))
    assert not wrong.passed
    assert wrong.overruled == 2
    agreeing = next(updates.updates(updated(rounded, rounded, dtype="float32")))
    assert agreeing.overruled == 0
    silent = updates._by_opinion(compared, None)
    assert silent is compared
    assert updates._by_opinion(compared, np.ones(2)) is compared


def test_an_opinion_as_far_away_as_keras_is_not_taken():
    compared = next(updates.updates(updated(off("kernel", 1, 0.5))))
    found = updates._by_opinion(compared, compared.candidate.astype("float64") + 0.5)
    assert found.overruled == 0
    np.testing.assert_array_equal(found.apart, compared.apart)
    inside = updates._by_opinion(compared, compared.candidate + 0.5 * compared.allowed)
    assert inside.overruled == 2
    assert inside.passed
    exact = dataclasses.replace(compared, candidate=np.ones((3, 2)), apart=np.full((3, 2), 4.0), allowed=np.full((3, 2), 2.0))
    for off_by, overruled in ((2.0, 6), (2.5, 0)):
        assert updates._by_opinion(exact, np.full((3, 2), 1 + off_by)).overruled == overruled, "all of an allowance is inside"


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


def test_special_gradients_are_tried_one_by_one_in_the_middle_update():
    seen = []

    def mine(case):
        seen.append(case.inputs["kernel_gradients"].copy())
        with np.errstate(all="ignore"):
            return descent(case)

    case = case_of(np.ones((2, 2)))
    case = type(case)({}, {"kernel": case.x, "kernel_gradients": np.ones((4, 2, 2))}, case.values, "float64")
    pair = Descent(mine=mine, theirs=mine, what="optimizer")
    with np.errstate(all="ignore"):
        found = list(updates.special_gradients(Example(pair, case)))
    numbers = {float(np.asarray(gradient)[2, 0, 0]) for gradient in seen if not np.isnan(gradient).any()}
    largest, small = np.finfo("float64").max, float(np.finfo("float64").tiny) * 2**20
    assert numbers == {0.0, largest, -largest, small, -small, np.inf, -np.inf}
    assert any(np.isnan(gradient[2, 0, 0]) for gradient in seen)
    assert all((np.delete(gradient.ravel(), 8) == 1).all() for gradient in seen)
    assert all(each.settled for each in found)
    assert found[0].what == "kernel, one gradient nan"
    assert len(found) == 9 * 2


def drawn(name="RandomUniform", law=None, shapes=((200, 100), (20_000,)), small=((3,), (2, 3)), **sides):
    """A pair of initializers with a law, and its two sides."""
    pair = InitializerPair(name, law=law, large=shapes, drawn=small)
    return with_methods(pair, **sides) if sides else pair


def uniform(low, high, dtype="float64"):
    """Evenly spread numbers in a mixed order: the distribution itself, as far as so many numbers can show it."""

    def side(self, case):
        shape = self.shape(case)
        n = math.prod(shape)
        values = low + (high - low) * (np.arange(n) + 0.5) / n
        return {"output": np.random.default_rng(0).permutation(values).reshape(shape).astype(dtype)}

    return side


def initial(pair, dtype="float64", **settings):
    case = pair.make_case({"minval": -1.0, "maxval": 3.0, **settings}, (2, 3), case_of([1.0]).values, dtype, False)
    return Example(pair, case)


RIGHT = uniform(-1.0, 3.0)


def compared_in(check, mine=RIGHT, theirs=RIGHT, **more):
    return list(check(initial(drawn(law=laws.random_uniform, candidate=mine, reference=theirs), **more)))


def test_bounds_and_distribution_are_compared_for_every_large_shape_and_both_sides():
    bounds = compared_in(statistics.bounds)
    shapes = ((3,), (200, 100), (20_000,))
    assert [each.what for each in bounds] == [
        said
        for shape in shapes
        for who in ("scratch", "Keras")
        for said in (
            f"shape and dtype of {who}", f"values of {who} for {shape} beyond their bound",
            f"share of the distribution that {who} leaves unused at an end for {shape}",
        )
    ]  # fmt: skip
    assert all(each.passed and each.settled for each in bounds)
    distribution = compared_in(statistics.distribution)
    assert [each.what for each in distribution] == [
        f"distribution of {who} for {shape}" for shape in shapes[1:] for who in ("scratch", "Keras")
    ]
    assert all(each.passed for each in distribution)


@pytest.mark.parametrize(
    ("low", "high", "where"), [(-1.0, 3.0 + 1e-3, "beyond"), (-1.0 - 1e-3, 3.0, "beyond"), (-0.99, 3.0, "unused"), (-1.0, 2.98, "unused")]
)
def test_a_bound_that_is_passed_or_not_come_near_is_noticed(low, high, where):
    found = [each.what for each in compared_in(statistics.bounds, uniform(low, high)) if not each.passed]
    assert found
    assert all(where in what and "scratch" in what for what in found)
    theirs = [each.what for each in compared_in(statistics.bounds, RIGHT, uniform(low, high)) if not each.passed]
    assert all("Keras" in what for what in theirs)
    assert theirs


def test_a_bound_may_be_passed_by_its_own_rounding():
    for by, passed in ((0.9, True), (1.1, False)):

        def touching(self, case, by=by):
            values = RIGHT(self, case)["output"]
            values.reshape(-1)[0] = 3.0 + by * 3.0 * U if by < 1 else 3.0 + 2 * 3.0 * U
            return {"output": values}

        assert all(each.passed for each in compared_in(statistics.bounds, touching)) == passed


def test_how_much_of_an_end_may_stay_unused():
    """(1 - share)^n is the rate of false alarms: 1e-9 for 3 values is a share of nearly 7, for 20,000 one of 1.04e-3."""
    allowed = {
        each.what.rpartition(" for ")[2]: float(each.allowed) for each in compared_in(statistics.bounds) if "unused" in each.what
    }  # fmt: skip
    assert allowed["(3,)"] == pytest.approx(math.log(1e9) / 3, rel=1e-12)
    assert allowed["(20000,)"] == pytest.approx(math.log(1e9) / 20_000, rel=1e-12)
    narrow = compared_in(statistics.bounds, uniform(-1, 3, "float16"), uniform(-1, 3, "float16"), dtype="float16")
    wide = {each.what.rpartition(" for ")[2]: float(each.allowed) for each in narrow if "unused" in each.what}
    assert wide["(20000,)"] == pytest.approx(math.log(1e9) / 20_000 + 2 * 2.0**-10, rel=1e-12)
    assert all(each.reference == 0 for each in compared_in(statistics.bounds) if "unused" in each.what)
    (share,) = [float(each.apart) for each in compared_in(statistics.bounds) if "scratch leaves unused at an end for (20000,)" in each.what]
    assert share == pytest.approx(0.5 / 20_000, rel=1e-9)


def test_without_a_bound_or_a_law_only_the_kind_is_looked_at():
    normal = list(statistics.bounds(initial(drawn(law=laws.random_normal, candidate=RIGHT, reference=RIGHT), mean=0.0, stddev=1.0)))
    lawless = list(statistics.bounds(initial(drawn(candidate=RIGHT, reference=RIGHT))))
    for found in (normal, lawless):
        assert {each.what for each in found} == {"shape and dtype of scratch", "shape and dtype of Keras"}
    narrow = compared_in(statistics.bounds, uniform(-1.0, 3.0, "float32"))
    assert next(each.problem for each in narrow if not each.passed) == "float32 of shape (3,), asked for float64 of shape (3,)"
    assert not any("beyond" in each.what and "scratch" in each.what for each in narrow)


def test_the_distance_of_two_distributions_is_their_largest_and_its_room_that_of_massart():
    """Half of all values a tenth of the range higher: 0.1 apart in the middle."""

    def shifted(self, case):
        values = RIGHT(self, case)["output"]
        return {"output": np.where(values < 1, np.minimum(values + 0.4, 1.0), values)}

    found = compared_in(statistics.distribution, shifted)
    assert [each.passed for each in found] == [False, True] * 2
    assert float(found[0].apart) == pytest.approx(0.1, abs=2e-4)

    def lower(self, case):
        values = RIGHT(self, case)["output"]
        return {"output": np.where(values > 1, np.maximum(values - 0.4, 1.0), values)}

    assert float(compared_in(statistics.distribution, lower)[0].apart) == pytest.approx(0.1, abs=2e-4)
    room = math.sqrt(math.log(2e9) / 2 / 20_000)
    assert float(found[0].allowed) == pytest.approx(room, rel=1e-12, abs=0)
    narrow = compared_in(statistics.distribution, uniform(-1, 3, "float16"), uniform(-1, 3, "float16"), dtype="float16")
    assert float(narrow[0].allowed) == pytest.approx(room + 2 * 2.0**-10, rel=1e-12)
    assert float(found[1].apart) == pytest.approx(0.5 / 20_000, rel=1e-6)


def test_coarse_numbers_are_allowed_for():
    law = laws.uniform(-1, 3)
    assert statistics._coarseness(law, "float16") == 2 * 2.0**-10
    assert statistics._coarseness(laws.uniform(8, 10), "float16") == 2 * 2.0**-10 * 4
    assert statistics._coarseness(laws.uniform(-8, -6), "float16") == 2 * 2.0**-10 * 4


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


def turned(gain=1.0, sign=True):
    """Orthogonal matrices; without `sign`, as LAPACK leaves them."""

    def side(self, case):
        rows, columns = math.prod(self.shape(case)[:-1]), self.shape(case)[-1]
        generator = np.random.default_rng(int(case.inputs["seed"]))
        q, r = np.linalg.qr(generator.standard_normal((max(rows, columns), min(rows, columns))))
        q = q * np.sign(np.diag(r)) if sign else q
        return {"output": gain * (q if rows >= columns else q.T).reshape(self.shape(case)).astype(case.dtype)}

    return side


def orthogonal(mine, theirs=None, shape=(2, 3), gain=1.0, dtype="float64", live=True):
    pair = with_methods(InitializerPair("Orthogonal", orthogonal=True), candidate=mine, reference=theirs or turned(gain), live=live)
    case = pair.make_case({"gain": gain}, shape, case_of([1.0]).values, dtype, False)
    return list(initial_values.orthogonality(Example(pair, case)))


@pytest.mark.parametrize("shape", [(2, 3), (4, 2), (3, 3), (2, 2, 3)])
@pytest.mark.parametrize("gain", [1.0, 2.0])
def test_columns_or_rows_are_orthonormal(shape, gain):
    found = orthogonal(turned(gain), shape=shape, gain=gain)
    assert [each.what for each in found] == [
        "Q^T Q of scratch", "Q^T Q of Keras",
        "share of first entries of scratch of one sign", "share of first entries of Keras of one sign",
    ]  # fmt: skip
    assert all(each.passed for each in found)
    smaller = min(math.prod(shape[:-1]), shape[-1])
    assert found[0].apart.shape == (smaller, smaller)
    np.testing.assert_array_equal(found[0].reference, np.eye(smaller))
    np.testing.assert_array_equal(found[0].allowed, np.full((smaller, smaller), allowance(spread=0.0, scale=1.0, dtype="float64")))
    wrong = orthogonal(turned(gain * (1 + 1e-13)), shape=shape, gain=gain)
    assert [each.passed for each in wrong] == [False, True, True, True]


def test_first_entries_take_both_signs():
    found = orthogonal(turned(sign=False))
    assert [each.passed for each in found] == [True, True, False, True]
    assert float(found[2].apart) == 1
    assert 0.5 <= float(found[3].apart) < 0.9
    assert float(found[2].allowed) == 1 - 0.5 / 40
    other = orthogonal(lambda self, case: {"output": -turned(sign=False)(self, case)["output"]})
    assert float(other[2].apart) == 1
    assert [each.what for each in orthogonal(turned(), live=False)] == ["Q^T Q of scratch", "share of first entries of scratch of one sign"]


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


def test_checks_are_found_by_name():
    assert found_by("updates", Descent(mine=descent, theirs=descent, what="optimizer"), updated(descent).case)
