"""NaN for a NaN: where it is as good as what Keras gives, and where it is not."""

from __future__ import annotations

import numpy as np

from comparisons.checks import special_values
from comparisons.checks.example import Example
from tests.judging.edges import X, each, elementwise, failing, meeting, quiet
from tests.judging.part import Part, case_of, found_by

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
