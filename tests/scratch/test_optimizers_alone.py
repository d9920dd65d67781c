"""Optimizers as they are called by hand: names, one variable alone, gradients of another type, and a rate that is changed on the way."""

from __future__ import annotations

import numpy as np
import pytest

from scratch import optimizers
from scratch.optimizers import schedules

NAMED = [getattr(optimizers, name) for name in optimizers.__all__ if isinstance(getattr(optimizers, name), type)]
NAMED = [each for each in NAMED if each is not optimizers.Optimizer]


@pytest.mark.parametrize("optimizer", NAMED, ids=lambda optimizer: optimizer.__name__)
def test_a_name_is_kept_and_without_one_it_is_that_of_the_class(optimizer):
    assert optimizer(name="mine").name == "mine"
    assert optimizer(name=None).name.replace("_", "") == optimizer.__name__.lower()


@pytest.mark.parametrize("optimizer", NAMED, ids=lambda optimizer: optimizer.__name__)
def test_one_variable_alone_moves_as_it_does_beside_another(optimizer):
    g = np.array([0.5, -2.0, 1e-3])
    alone, beside = np.ones(3), [np.ones(3), np.ones(2)]
    first, second = optimizer(), optimizer()
    for _ in range(3):
        first.apply([g], [alone])
        second.apply([g, np.array([1.0, -1.0])], beside)
    np.testing.assert_array_equal(alone, beside[0])
    assert (alone != 1).all()


def test_one_gradient_alone_is_clipped_by_the_global_norm():
    variable = np.zeros(2)
    optimizers.SGD(1.0, global_clipnorm=1.0).apply([np.array([3.0, 4.0])], [variable])
    np.testing.assert_allclose(variable, [-0.6, -0.8], rtol=1e-15)


def test_gradients_are_taken_in_the_type_of_the_variable():
    narrow, wide = np.ones(2, "float32"), np.ones(2)
    g = np.array([1 / 3, 1e-9])
    optimizers.SGD(0.5).apply([g], [narrow])
    optimizers.SGD(0.5).apply([g.astype("float32")], [wide])
    assert narrow.dtype == "float32"
    np.testing.assert_array_equal(narrow, np.float32(1) - np.float32(0.5) * g.astype("float32"))
    np.testing.assert_array_equal(wide, 1 - 0.5 * g.astype("float32").astype("float64"))


def test_pairs_of_gradient_and_variable_are_an_update_and_its_number_is_returned():
    one, other = np.ones(2), np.ones(3)
    made = optimizers.SGD(1.0)
    assert made.apply_gradients([(np.ones(2), one), (2 * np.ones(3), other)]) == 1
    assert made.apply_gradients([(np.ones(2), one), (2 * np.ones(3), other)]) == 2
    np.testing.assert_array_equal(one, [-1, -1])
    np.testing.assert_array_equal(other, [-3, -3, -3])


def test_variables_may_be_left_out_after_build_and_must_fit():
    variable, made = np.ones(2), optimizers.SGD(1.0)
    with pytest.raises(ValueError, match=r"sgd: expected gradients of the shapes of the variables, \[\], got"):
        made.apply([np.ones(2)])
    made.build([variable])
    made.apply([np.ones(2)])
    np.testing.assert_array_equal(variable, [0, 0])
    for wrong in ([], [np.ones(3)], [np.ones(2), np.ones(2)]):
        with pytest.raises(ValueError, match=r"expected gradients of the shapes of the variables, \[\(2,\)\]"):
            made.apply(wrong)


def test_a_rate_may_be_changed_on_the_way_but_not_beside_a_schedule():
    variable, made = np.ones(1), optimizers.SGD(1.0)
    made.apply([np.ones(1)], [variable])
    made.learning_rate = 0.25
    assert made.learning_rate == 0.25
    made.apply([np.ones(1)], [variable])
    np.testing.assert_array_equal(variable, [-0.25])
    made.learning_rate = lambda: 0.5
    assert made.learning_rate == 0.5
    with pytest.raises(ValueError, match="SGD: expected learning_rate as a number"):
        made.learning_rate = "fast"
    scheduled = optimizers.SGD(schedules.ExponentialDecay(1.0, 1, 0.5))
    with pytest.raises(ValueError, match="sgd: expected no rate beside the schedule"):
        scheduled.learning_rate = 0.1
    scheduled.learning_rate = schedules.ExponentialDecay(2.0, 1, 0.5)
    assert scheduled.learning_rate == 2.0


def test_a_setting_that_is_misspelt_is_named_with_what_is_near():
    with pytest.raises(ValueError, match=r"Adam: expected settings that it has, got beta1=0.8. Did you mean beta_1 or beta_2\?"):
        optimizers.Adam(beta1=0.8)
    with pytest.raises(
        ValueError, match=r"SGD: expected settings that it has, got q=1. There are learning_rate, momentum, nesterov, .*clipnorm"
    ):
        optimizers.SGD(q=1)


@pytest.mark.parametrize(
    ("settings", "separate"), [({}, False), ({"clipnorm": 1.0}, True), ({"clipvalue": 1.0}, False), ({"global_clipnorm": 1.0}, False)]
)
def test_rules_that_look_at_a_variable_as_a_whole_say_so(settings, separate):
    assert optimizers.SGD(**settings).needs_separate_gradients is separate


def test_so_does_leaving_a_variable_out_of_weight_decay():
    made = optimizers.AdamW(weight_decay=0.1)
    assert made.weight_decay == 0.1
    assert not made.needs_separate_gradients
    made.exclude_from_weight_decay(var_names=["bias"])
    assert made.needs_separate_gradients
