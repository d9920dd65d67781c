"""A pure part leaves everything as it was, and repeats itself."""

from __future__ import annotations

import numpy as np
import pytest

from tests.judging.part import Part, case_of, found_by, squared
from tests.judging.sides import X


def test_a_pure_part_leaves_everything_as_it_was():
    compared = found_by("purity", Part(), case_of(X))
    assert [each.what for each in compared if "call" in each.what] == [
        "x after the call", "upstream gradient after the call", "upstream gradient after the call", "output after a second call",
        "output of a second call", "gradient of x after a second call", "gradient of x of a second call",
    ]  # fmt: skip
    assert all(each.passed for each in compared)
    assert [each.what for each in compared][-2:] == ["NumPy's global random state", "memory of the results"]
    assert "memory of the results" not in [each.what for each in found_by("purity", Part(shares=True), case_of(X))]


def impure(action):
    def side(case):
        right = squared(case)
        return right | (action(case, right) or {})

    return Part(mine=side)


BUFFER = np.zeros((2, 3))


def overwrites(case, right):
    case.x[...] = 1


def overwrites_one_bit(case, right):
    case.x[0, 0] = np.nextafter(case.x[0, 0], 9)


def turns_a_zero(case, right):
    case.x[...] = np.where(case.x == 0, -case.x, case.x)


def overwrites_dy(case, right):
    case.handed[-1][...] = 1


def draws(case, right):
    """One number of the 624 that are made at a time."""
    np.random.rand()  # noqa: NPY002  # that is the bug


@pytest.fixture(autouse=True)
def _in_the_midst():
    np.random.rand()  # noqa: NPY002  # so that the next number changes nothing but the place


def one_buffer(case, right):
    BUFFER[...] = BUFFER + right["output"]
    return {"output": BUFFER}


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (overwrites, "x after the call"), (overwrites_one_bit, "x after the call"), (overwrites_dy, "upstream gradient after the call"),
        (draws, "NumPy's global random state"), (one_buffer, "output after a second call"),
        (lambda case, right: {"output": case.x}, "output"), (lambda case, right: {"output": case.x[:, ::2]}, "output"),
        (lambda case, right: {"output": right["output"], "state": np.asarray(next(COUNTER))}, "state of a second call"),
    ],
)  # fmt: skip
def test_an_impure_one_does_not(action, said):
    assert said in [each.what for each in found_by("purity", impure(action), case_of(X)) if not each.passed]


COUNTER = iter(range(100))


def test_a_sign_that_no_difference_shows_is_a_change_too():
    zeros = case_of([[0.0, 1.0]])
    (compared,) = [each for each in found_by("purity", impure(turns_a_zero), zeros) if not each.passed]
    assert compared.problem == "changed"


def test_what_shares_memory_is_named_with_what_it_shares():
    case = case_of(X, given={"mask": np.ones((2, 3))})
    shared = found_by("purity", impure(lambda case, right: {"output": case.given["mask"]}), case)
    assert [each.problem for each in shared if not each.passed] == ["shares memory with mask"]
    beside = np.zeros((2, 6))
    apart = case_of(X).with_x(beside[:, ::2])
    neighbours = Part(mine=lambda case: {"output": beside[:, 1::2]})
    assert all(each.passed for each in found_by("purity", neighbours, apart))
