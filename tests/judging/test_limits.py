"""A third opinion on infinity: the limit, where there is one."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.checks import opinion
from comparisons.pairs.pair import Pair
from tests.judging.edges import quiet
from tests.judging.part import Part, case_of


class Limits(Part):
    """Its results at infinity are limits."""

    @property
    def has_limits(self) -> bool:
        return True


def third(side, x, dtype="float64", kind: type[Pair] = Limits, **more):
    with np.errstate(all="ignore"):
        return opinion.third_opinion(kind(theirs=quiet(side), **more), case_of(x, dtype))


def test_a_limit_is_what_two_huge_numbers_agree_on():
    found = third(lambda case: {"output": np.tanh(case.x), "half": case.x * 0.5, "gone": 1 / case.x}, [[np.inf, -np.inf, 1.0]])
    np.testing.assert_array_equal(found["output"], [[1, -1, np.tanh(1.0)]])
    np.testing.assert_array_equal(found["half"], [[np.inf, -np.inf, 0.5]])
    np.testing.assert_array_equal(found["gone"], [[0, 0, 1]])


@pytest.mark.parametrize(
    ("near", "far", "limit"),
    [
        (2.0, 2.0, 2.0), (np.inf, np.inf, np.inf), (2.0, 2.0 + 1e-9, 2.0 + 1e-9), (2.0, 2.0 + 3e-9, np.nan), (0.0, 1e-9, 1e-9),
        (0.0, 1.0005e-9, np.nan), (0.0, 1.0005e40, np.inf), (0.0, 1e40, np.nan),
        (0.25, 0.25 + 9e-10, 0.25 + 9e-10),
        (0.25, 0.25 + 1.1e-9, np.nan), (1e100, 1e150, np.inf), (-1e100, -1e150, -np.inf), (1e100, 1e139, np.nan), (0.0, 2e40, np.inf),
        (0.0, 9e39, np.nan), (1e-100, 1e-150, 0.0), (1e-100, 1e-139, 1e-139), (1.0, 1e-41, 0.0), (1.0, 1e-39, np.nan), (1.0, -1.0, np.nan),
        (np.nan, 1.0, np.nan),
    ],
)  # fmt: skip
def test_what_stays_has_a_limit_and_what_grows_or_vanishes_too(near, far, limit):
    np.testing.assert_array_equal(opinion._limit(np.asarray(near), np.asarray(far)), limit)


def test_there_is_an_opinion_of_the_kind_that_is_asked_for():
    tanh = {"side": lambda case: {"output": np.tanh(case.x)}}
    assert third(**tanh, x=[[1.0, np.inf]], kind=Part) == {}, "no limits, and Keras in float64 has spoken already"
    assert third(**tanh, x=[[1.0]]) == {}
    assert third(**tanh, x=[[1.0]], dtype="float32")["output"] == np.tanh(1.0)
    exact = quiet(lambda case: {"output": np.full(case.x.shape, 5.0)})
    assert third(**tanh, x=[[1.0]], exact=exact)["output"] == 5
    assert third(**tanh, x=[[np.inf]], exact=exact)["output"] == 5
    assert third(**tanh, x=[[1.7e308]], exact=exact)["output"] == 5
    unsteady = quiet(lambda case: {"output": case.x * 0 + 1})
    np.testing.assert_array_equal(third(**tanh, x=[[np.inf, 1.0]], exact=unsteady)["output"], [[1, 1]], "a limit, if anything is infinite")


def test_the_largest_float64_has_its_limit_only_where_that_is_finite():
    found = third(lambda case: {"output": np.tanh(case.x), "double": 2 * case.x, "zero": case.x - case.x}, [[1.7e308, -1.7e308, 1.0]])
    np.testing.assert_array_equal(found["output"], [[1, -1, np.tanh(1.0)]])
    np.testing.assert_array_equal(found["double"], [[np.inf, -np.inf, 2]])
    squares = third(lambda case: {"output": case.x**2 / (case.x**2 + 1)}, [[1.7e308, 1.0]])
    np.testing.assert_array_equal(squares["output"], [[1, 0.5]])
    assert third(lambda case: {"output": case.x / 4}, [[1e300]]) == {}
    assert third(lambda case: {"output": case.x / 4}, [[1.0005e300]])["output"] == 1.0005e300 / 4


def test_the_sign_of_infinity_is_kept_on_the_way():
    seen = []

    def side(case):
        seen.append(case.x.copy())
        return {"output": np.tanh(case.x)}

    third(side, [[np.inf, -np.inf, 2.0]], "float32")
    np.testing.assert_array_equal(seen, [[[1e100, -1e100, 2]], [[1e150, -1e150, 2]]])
    assert seen[0].dtype == "float64"
