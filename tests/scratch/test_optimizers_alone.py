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


def test_updates_are_counted_by_the_calls_they_take():
    made, every_third = optimizers.SGD(), optimizers.SGD(gradient_accumulation_steps=3)
    made.iterations = every_third.iterations = 4
    assert (made.steps, every_third.steps) == (4, 12)
    every_third.steps = 14
    assert (made.iterations, every_third.iterations) == (4, 4)


def test_slots_stay_with_the_variables_they_were_made_for():
    made, first = optimizers.SGD(1.0, momentum=0.5), [np.zeros(2), np.zeros(3)]
    made.build(first)
    made.build([np.zeros(4)])  # nothing has been updated yet
    assert [slots["momentums"].shape for slots in made.slots] == [(4,)]
    made.apply([np.ones(2), np.ones(3)], first)
    kept = made.slots
    for again in (first, [a.copy() for a in first]):
        made.build(again)
        assert made.slots is kept
        assert all(a is b for a, b in zip(made.variables_built, again, strict=True))
    for other in ([np.zeros(2)], [np.zeros(2), np.zeros(2)], [np.zeros(2), np.zeros(3, "float32")]):
        with pytest.raises(ValueError, match="sgd: expected variables like those it started with"):
            made.build(other)
    swapped = [first[1].reshape(3), first[0]]
    with pytest.raises(ValueError, match="expected variables like"):
        made.build(swapped)


def test_one_variable_of_two_may_be_another_array():
    made, first = optimizers.SGD(1.0), [np.zeros(2), np.zeros(2)]
    made.build(first)
    other = [first[0], np.zeros(2)]
    made.apply([np.ones(2), np.ones(2)], other)
    np.testing.assert_array_equal(other[1], [-1, -1])
    np.testing.assert_array_equal(first[1], [0, 0])


@pytest.mark.parametrize(("every", "ends"), [(None, -3.0), (2, -2.5)])
def test_averages_of_the_variables(every, ends):
    """-1, -2, -3, and the average is half of itself and half of that; written back after two updates: -1, -1.5, -2.5."""
    variable, made = np.zeros(1), optimizers.SGD(1.0, use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=every)
    averages = []
    for _ in range(3):
        made.apply([np.ones(1)], [variable])
        averages.append(float(made.slots[0]["model_variables_moving_average"][0]))
    assert averages == ([-1, -1.5, -2.25] if every is None else [-1, -1.5, -2])
    assert variable == ends
    made.finalize_variable_values([variable])
    assert variable == averages[-1]
    with pytest.raises(ValueError, match="zip"):
        made.finalize_variable_values([variable, variable])
    plain, untouched = optimizers.SGD(1.0), np.zeros(1)
    plain.apply([np.ones(1)], [untouched])
    plain.finalize_variable_values([untouched])
    assert untouched == -1


def test_an_average_starts_at_nothing_and_becomes_the_variable():
    made = optimizers.SGD(1.0, use_ema=True)
    variable = np.array([5.0])
    made.build([variable])
    assert made.slots[0]["model_variables_moving_average"] == 0
    made.apply([np.ones(1)], [variable])
    assert made.slots[0]["model_variables_moving_average"] == 4


def test_gradients_of_several_calls_are_one_update_by_their_mean():
    variables, made = [np.zeros(1), np.zeros(2)], optimizers.SGD(1.0, gradient_accumulation_steps=3)
    for number in range(6):
        made.apply([np.full(1, number + 1.0), np.full(2, 10.0 * number)], variables)
        before = -2.0 * (number >= 2) - 5.0 * (number >= 5)
        np.testing.assert_array_equal(variables[0], [before])
        np.testing.assert_array_equal(variables[1], [10 * (before + (number >= 2) + (number >= 5))] * 2)
    assert made.iterations == 2
    assert not any(slots["accumulated_gradients"].any() for slots in made.slots)


@pytest.mark.parametrize(("dtype", "flushed"), [("float64", True), ("float32", True), ("float16", False)])
def test_what_is_too_small_to_be_normal_becomes_zero(dtype, flushed):
    limits = np.finfo(dtype)
    small = [limits.smallest_normal / 2, -limits.smallest_normal / 2, limits.smallest_normal, -limits.smallest_normal, 1.0]
    made, variable = optimizers.SGD(0.0, momentum=1.0), np.zeros(5, dtype)
    made.build([variable])
    slot = made.slots[0]["momentums"]
    slot[...] = small
    made.apply([np.zeros(5, dtype)], [variable])
    np.testing.assert_array_equal(slot[:2] == 0, [flushed] * 2)
    np.testing.assert_array_equal(slot[2:], np.asarray(small[2:], dtype))


def test_what_is_too_small_is_looked_for_once_in_a_while():
    made, variable, seen = optimizers.SGD(0.0, momentum=1.0), np.zeros(1), []
    made.build([variable])
    for call in range(70):
        made.slots[0]["momentums"][...] = 1e-310
        made.apply([np.zeros(1)], [variable])
        seen += [] if made.slots[0]["momentums"].any() else [call]
    assert seen == [0, 32, 64]


def test_settings_go_out_and_come_back():
    schedule = schedules.ExponentialDecay(0.5, 4, 0.5)
    for rate in (0.125, schedule):
        made = optimizers.SGD(rate, momentum=0.5, weight_decay=0.01)
        config = made.get_config()
        back = optimizers.SGD.from_config({**config, "loss_scale_factor": None})
        assert back.get_config() == config
        assert back.learning_rate == made.learning_rate
        assert back.momentum == 0.5
    with pytest.raises(ValueError, match="got loss_scale_factor=2"):
        optimizers.SGD.from_config({"loss_scale_factor": 2})
    assert optimizers.SGD.config_names()[:3] == ["learning_rate", "momentum", "nesterov"]
    assert "clipnorm" in optimizers.SGD.config_names()


def test_two_names_at_most_are_suggested():
    with pytest.raises(ValueError, match=r"Did you mean \w+ or \w+\?$"):
        optimizers.Ftrl(l1_regularization_strengths=1.0)


def test_a_gradient_is_rounded_to_the_type_of_the_variable_before_anything_is_computed():
    variable = np.ones(1, "float32")
    optimizers.SGD(0.5).apply([np.array([1 + 2.0**-24 + 2.0**-40])], [variable])
    assert variable == np.float32(0.5 - 2.0**-24)


def test_averages_are_written_back_after_so_many_updates():
    variable, made = np.zeros(1), optimizers.SGD(1.0, use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=3)
    found = []
    for _ in range(4):
        made.apply([np.ones(1)], [variable])
        found.append(float(variable[0]))
    assert found == [-1, -2, -2.25, -3.25]


def test_arrays_that_are_left_out_do_not_shrink_and_all_others_do():
    kernel, bias = np.ones(2), np.ones(2)
    made = optimizers.SGD(learning_rate=0.5, weight_decay=0.5)
    made.exclude_from_weight_decay(var_list=[bias])
    made.apply([np.zeros(2), np.zeros(2)], [kernel, bias])
    np.testing.assert_array_equal(kernel, [0.75, 0.75])
    np.testing.assert_array_equal(bias, [1, 1])
