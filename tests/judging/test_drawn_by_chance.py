"""What is drawn by chance: its bounds, and its distribution."""

from __future__ import annotations

import math

import numpy as np
import pytest

from comparisons.checks import statistics
from comparisons.pairs import laws
from tests.judging.drawing import RIGHT, drawn, initial, uniform

U = 2.0**-52


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
            values.reshape(-1)[0] = 3.0 + by * 3.0 * U
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
