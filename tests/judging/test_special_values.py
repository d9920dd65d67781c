"""Numbers at the edge: which there are, where they are put, and which differences are nobody's fault."""

from __future__ import annotations

import math

import numpy as np
import pytest

from comparisons.checks import opinion, special_values
from comparisons.checks.example import Example
from comparisons.pairs.pair import Pair
from tests.judging.part import Part, case_of, found_by

X = [[3.0, -0.5], [0.25, 2.0]]
TINY, MAX = 2.0**-126, (2 - 2.0**-23) * 2.0**127


def quiet(side):
    def silent(case):
        with np.errstate(all="ignore"):
            return {what: np.asarray(value, dtype=case.dtype) for what, value in side(case).items()}

    return silent


def each(y, slope=np.ones_like):
    """An elementwise function with its derivative."""
    return quiet(lambda case: {"output": y(case.x), "gradient of x": slope(case.x) * case.upstream(case.x.shape)})


def elementwise(mine, theirs=None, **more):
    return Part(mine=mine, theirs=theirs or mine, each=True, **more)


def meeting(mine, theirs=None, **more):
    return Part(mine=mine, theirs=theirs or mine, **more)


def every(pair, x=X, dtype="float64"):
    """What is compared, whatever fails."""
    return [compared for found in special_values.each_number(Example(pair, case_of(x, dtype))) for compared in found]


def failing(pair, x=X, dtype="float32"):
    """What is compared and fails, by the special number."""
    return {compared.what for compared in every(pair, x, dtype) if not compared.passed}


def test_the_numbers_of_float32():
    found = special_values.special_numbers("float32")
    assert math.isnan(found[0])
    overflow = math.log(MAX)
    edges = [0.0, 2.0**-149, TINY, MAX, overflow, overflow + 1, 2 * overflow, 1e4, math.inf]
    assert found[1:10] == edges
    assert found[10:] == [-edge for edge in edges]
    assert math.copysign(1, found[10]) == -1


def test_one_that_fails_is_enough():
    pair = meeting(quiet(overflowing), quiet(summing))
    (failed,) = [compared.what for compared in found_by("special values", pair, case_of(X, "float32")) if not compared.passed]
    assert "e+38" in failed
    whole = [compared.what for compared in every(pair, dtype="float32")]
    assert [compared.what for compared in found_by("special values", pair, case_of(X, "float32"))] == whole[: whole.index(failed) + 2]


def test_each_is_an_x_of_its_own_or_the_first_entry():
    alone = special_values._at(Example(elementwise(each(np.tanh)), case_of(X)), 7.0)
    np.testing.assert_array_equal(alone.case.x, [[7.0]])
    assert alone.case.x.dtype == "float64"
    beside = special_values._at(Example(meeting(each(np.tanh)), case_of(X)), 7.0)
    np.testing.assert_array_equal(beside.case.x, [[7.0, -0.5], [0.25, 2.0]])


def test_what_is_right_passes_and_every_comparison_is_settled():
    found = found_by("special values", elementwise(each(np.tanh, lambda x: 1 - np.tanh(x) ** 2)), case_of(X, "float32"))
    assert len(found) == 2 * 19
    assert all(compared.passed and compared.settled for compared in found)
    assert found[0].what == "output for x = nan"
    assert found[1].what == "gradient of x for x = nan"


def test_nothing_and_whole_numbers_have_no_edge():
    assert not found_by("special values", Part(), case_of(np.zeros((0, 2))))
    assert not found_by("special values", Part(), case_of([[1, 2]], "int64"))


def test_numbers_outside_the_domain_are_left_out():
    found = found_by("special values", elementwise(each(np.sqrt), domain=(0.0, 100.0)), case_of(X, "float32"))
    said = {compared.what.rpartition(" = ")[2] for compared in found}
    assert "nan" in said
    assert any(word.startswith("88.72") for word in said)
    assert not {"inf", "10000.0", "-inf"} & said


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e4", "0.0"])
def test_a_wrong_value_at_one_number_is_noticed(value):
    at = float(value)

    def wrong(x):
        return np.where((x == np.float32(at)) | (np.isnan(x) & np.isnan(at)), 0.25, np.tanh(x))

    said = failing(elementwise(each(wrong), each(np.tanh)))
    assert f"output for x = {float(np.float32(at))}" in said or f"output for x = {at}" in said


def flushing(x):
    """TensorFlow's sign, for which a subnormal is 0. (A little below the smallest normal number: noise would find the jump there.)"""
    return np.where(np.abs(x) < 0.75 * TINY, 0.0, np.sign(x))


def test_a_subnormal_may_be_taken_for_zero_or_for_the_smallest_normal_number():
    assert not failing(elementwise(each(np.sign), each(flushing)))
    assert not failing(elementwise(each(flushing), each(np.sign)))
    half = each(lambda x: np.where((x != 0) & (np.abs(x) < TINY), np.sign(x) / 2, np.sign(x)))
    assert failing(elementwise(half, each(flushing))) == {f"output for x = {sign}1.401298464324817e-45" for sign in ("", "-")}
    other_sign = each(lambda x: np.where((x != 0) & (np.abs(x) < TINY), -np.sign(x), np.sign(x)))
    assert len(failing(elementwise(other_sign, each(flushing)))) == 2


def test_zero_and_the_smallest_normal_number_are_taken_as_they_are():
    at_zero = each(lambda x: np.where(x == 0, 1.0, np.sign(x)))
    assert failing(elementwise(at_zero, each(np.sign))) == {"output for x = 0.0", "output for x = -0.0"}
    at_tiny = each(lambda x: np.where(np.abs(x) <= TINY, 0.0, np.sign(x)))
    assert failing(elementwise(at_tiny, each(np.sign))) == {f"output for x = {sign}1.1754943508222875e-38" for sign in ("", "-")}


def test_a_flushed_number_is_measured_too():
    def near(x):
        return np.float32(1) + 60 * np.finfo("float32").eps * (np.abs(x) < TINY)

    def theirs(x):
        return np.ones_like(x) + np.where(np.abs(x) < 1e-30, np.sin(x * 2.0**120) * 0, 0)

    noisy = quiet(lambda case: {"output": theirs(case.x) * (1 + 4 * np.finfo("float32").eps * (case.noise is not None))})
    assert "output for x = 1.401298464324817e-45" not in failing(elementwise(quiet(lambda case: {"output": near(case.x)}), noisy))


NAN_FOR_NAN = each(np.tanh, lambda x: np.where(np.isnan(x), np.nan, 1 - np.tanh(x) ** 2))
ZERO_FOR_NAN = each(np.tanh, lambda x: np.where(np.isnan(x), 0.0, 1 - np.tanh(x) ** 2))


def test_nan_for_a_nan_is_as_good_as_kerass_choice_in_a_derivative_and_nothing_else_is():
    assert not failing(elementwise(NAN_FOR_NAN, ZERO_FOR_NAN))
    assert failing(elementwise(ZERO_FOR_NAN, NAN_FOR_NAN)) == {"gradient of x for x = nan"}
    one = each(np.tanh, lambda x: np.where(np.isnan(x), 1.0, 1 - np.tanh(x) ** 2))
    assert failing(elementwise(one, ZERO_FOR_NAN)) == {"gradient of x for x = nan"}
    swallowing = each(lambda x: np.tanh(np.nan_to_num(x)))
    assert failing(elementwise(each(np.tanh), swallowing)) == {"output for x = nan"}, "of values it is not, where entries do not meet"


def row_sums(case):
    return {"output": case.x.sum(axis=1, keepdims=True) + 0 * case.x, "gradient of x": np.ones_like(case.x)}


def test_where_entries_meet_nan_is_as_good_for_values_too():
    swallowing = quiet(lambda case: {**row_sums(case), "output": np.nan_to_num(row_sums(case)["output"], posinf=1, neginf=1)})
    said = failing(meeting(quiet(row_sums), swallowing))
    assert "output for x = nan" not in said
    assert "output for x = inf" in said
    assert "output for x = nan" in failing(meeting(swallowing, quiet(row_sums)))


def second_row(value):
    """Wrong in a sample that holds no NaN."""

    def side(case):
        found = row_sums(case)["output"].copy()
        if np.isnan(case.x).any():
            found[1] = value
        return {"output": found}

    return quiet(side)


def test_a_sample_without_nan_is_judged_as_ever():
    assert failing(meeting(second_row(np.nan), quiet(lambda case: {"output": row_sums(case)["output"]}))) == {"output for x = nan"}
    assert failing(meeting(second_row(5.0), quiet(lambda case: {"output": row_sums(case)["output"]}))) == {"output for x = nan"}


def test_one_nan_spoils_its_sample_wherever_it_is():
    one = quiet(lambda case: {"output": np.where(np.isnan(case.x), np.nan, case.x * 0 + 1)})
    whole = quiet(lambda case: {"output": np.where(np.isnan(case.x).any(axis=1, keepdims=True), np.nan, case.x * 0 + 1)})
    assert not [what for what in failing(meeting(one, whole)) if "nan" in what]
    assert not [what for what in failing(meeting(whole, one)) if "nan" in what]


def fmax(x):
    """Row by row, passing over NaN."""
    return np.fmax.reduce(x, axis=1, keepdims=True)


def test_keras_passes_over_a_nan_and_goes_back_another_way():
    spoilt = quiet(lambda case: {"output": case.x.max(axis=1), "gradient of x": (case.x == case.x.max(axis=1, keepdims=True)) * 1.0})
    over = quiet(lambda case: {"output": fmax(case.x)[:, 0], "gradient of x": (case.x == fmax(case.x)) * 1.0})
    half = quiet(lambda case: {"output": fmax(case.x)[:, 0] + np.array([np.nan, 0]), "gradient of x": np.zeros_like(case.x)})
    assert not any(each.skipped for each in found_by("special values", meeting(spoilt, half), case_of(X, "float32")))
    wrong = quiet(lambda case: {"output": fmax(case.x)[:, 0], "gradient of x": np.zeros_like(case.x)})
    assert not any(each.skipped for each in found_by("special values", meeting(wrong, over), case_of(X, "float32")))
    found = found_by("special values", meeting(spoilt, over), case_of(X, "float32"))
    at_nan = {compared.what: compared for compared in found if "nan" in compared.what}
    assert at_nan["gradient of x for x = nan"].skipped == "Keras passes over the NaN, and so goes back another way"
    assert not at_nan["gradient of x for x = nan"].settled
    assert at_nan["output for x = nan"].passed
    other_way = found_by("special values", meeting(over, spoilt), case_of(X, "float32"))
    assert not any(compared.skipped for compared in other_way)
    alone = found_by("special values", elementwise(spoilt, over), case_of(X, "float32"))
    assert not any(compared.skipped for compared in alone)


def overflowing(case):
    return {"output": (case.x * 4).sum(axis=1) / 4, "state": np.ones(2)}


def summing(case):
    return {"output": case.x.sum(axis=1), "state": np.ones(2)}


@pytest.mark.parametrize(("dtype", "decided"), [("float64", False), ("float32", True)])
def test_overflow_in_float64_is_undecided_where_entries_meet(dtype, decided):
    found = every(meeting(quiet(overflowing), quiet(summing)), dtype=dtype)
    at_max = [compared for compared in found if "e+308" in compared.what or "e+38" in compared.what]
    assert [compared.skipped for compared in at_max] == (["", ""] * 2 if decided else ["overflows in float64", ""] * 2)
    assert [compared.passed for compared in at_max if compared.what.startswith("output")] == [dtype == "float64" or False] * 2 or decided


@pytest.mark.parametrize(
    ("pair", "undecided"),
    [
        (meeting(quiet(overflowing), quiet(summing)), True),
        (elementwise(quiet(overflowing), quiet(summing)), False),
        (meeting(quiet(overflowing), quiet(summing), exact=quiet(summing)), False),
        (meeting(quiet(lambda case: {**summing(case), "output": np.ones(3)}), quiet(summing)), False),
    ],
)
def test_nobody_knows_only_where_there_is_no_better_answer(pair, undecided):
    found = [compared for compared in every(pair) if "e+308" in compared.what and "output" in compared.what]
    assert [bool(compared.skipped) for compared in found] == [undecided] * 2
    assert undecided or not any(compared.passed for compared in found)


def test_what_a_nan_excuses_by_itself():
    nan = np.nan
    mine, theirs = np.array([[nan, 1.0], [nan, 2.0]]), np.array([[3.0, 4.0], [5.0, 6.0]])
    np.testing.assert_array_equal(special_values._or_nan(mine, theirs, 2), [[nan, 4], [5, 6]])
    np.testing.assert_array_equal(special_values._or_nan(mine, theirs, None), [[nan, 4], [nan, 6]])
    np.testing.assert_array_equal(special_values._or_nan(mine, theirs, 3), [[nan, 4], [nan, 6]])
    np.testing.assert_array_equal(special_values._or_nan(mine[0], theirs, 2), theirs)
    assert np.isnan(special_values._or_nan(np.asarray(nan), np.asarray(1.0), 2))
    assert special_values._or_nan(mine.astype("float32"), theirs.astype("float32"), 2).dtype == "float32"


def test_what_is_spoilt_together():
    nan = np.nan
    mine, theirs = np.array([[nan, 1.0], [7.0, nan]]), np.array([[2.0, nan], [7.0, 8.0]])
    found = special_values._spoilt_together(mine, theirs, 2)
    np.testing.assert_array_equal(found[0], [[nan, nan], [7, nan]])
    np.testing.assert_array_equal(found[1], [[nan, nan], [7, 8]])
    for whole in special_values._spoilt_together(mine, theirs, None):
        assert np.isnan(whole).all()
    for whole in special_values._spoilt_together(mine, theirs, 3):
        assert np.isnan(whole).all()
    same = special_values._spoilt_together(mine, np.ones((2, 2)), 2)
    assert same[0] is mine
    assert special_values._spoilt_together(mine[0], theirs, 2)[0].shape == (2,)
    assert [a.dtype for a in special_values._spoilt_together(mine.astype("float32"), theirs.astype("float32"), 2)] == ["float32"] * 2
    assert np.isnan(special_values._spoilt_together(np.asarray(nan), np.asarray(nan), 2)[0])


def test_samples_that_depend_on_each_other_are_not_counted():
    assert special_values._samples(Example(Part(), case_of(X))) == 2
    assert special_values._samples(Example(Part(alone=False), case_of(X))) is None

    class One(Part):
        def one_sample(self, case, row):
            return case if row < 1 else None

    assert special_values._samples(Example(One(), case_of([[1.0]]))) == 1


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
