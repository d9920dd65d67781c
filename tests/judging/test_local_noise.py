"""The noise of a single step, measured around Keras's state."""

from __future__ import annotations

import numpy as np

from comparisons.tolerance import K, allowance
from comparisons.training.sides import KerasStates
from tests.judging.tracks import noise_at
from tests.judging.trained import Keras, U, X, Y


def test_local_noise_is_measured_once_a_step_and_only_as_far_as_it_is_asked_for():
    noise, keras, moment = noise_at(step=2)
    noise.of_loss(), noise.of_gradient(0), noise.of_gradient(1)
    assert {what: len(calls) for what, calls in keras.asked.items()} == {"gradients": 6 + 3, "update": 0, "noisy_step": 0}
    noise.of_weight(0), noise.of_slot("momentums", 1)
    assert len(keras.asked["update"]) == 6
    noise.of_gradient_at_kinks(0), noise.of_gradient_at_kinks(1)
    assert len(keras.asked["gradients"]) == 6 + 3 + 16
    assert noise.measured_steps == 1
    noise.at(moment)
    noise.of_loss()
    assert noise.measured_steps == 2
    assert len(keras.asked["gradients"]) == 25 + 9
    noise.of_slot("momentums", 0), noise.of_gradient_at_kinks(0)
    assert len(keras.asked["update"]) == 12
    assert len(keras.asked["gradients"]) == 34 + 16


def is_off_by(ulps, a, exact):
    """Every number by so many units in the last place, up or down."""
    return bool(((a == exact * (1 + ulps * U)) | (a == exact * (1 - ulps * U))).all())


def test_everything_is_moved_by_one_unit_and_at_kinks_by_all_that_is_allowed():
    noise, keras, moment = noise_at(step=2)
    noise.of_loss()
    values = np.asarray(moment.keras_before.values)
    probes, rays = keras.asked["gradients"][:6], keras.asked["gradients"][6:]
    for state, x in probes:
        assert is_off_by(1, state, values)
        assert is_off_by(1, x, X)
    assert len({state.tobytes() for state, _ in probes}) == 6
    for t, (state, x) in zip((0.001, 0.1, 0.5), rays, strict=True):
        np.testing.assert_array_equal(state, values)
        np.testing.assert_array_equal(x, X * t)
    noise.of_gradient_at_kinks(0)
    for state, x in keras.asked["gradients"][9:]:
        assert is_off_by(K, state, values)
        assert is_off_by(K, x, X)
    noise.of_weight(0)
    for state, gradients in keras.asked["update"]:
        assert is_off_by(1, state, values)
        assert is_off_by(1, gradients, np.concatenate(moment.gradients))


def test_allowances_are_the_largest_move_and_the_largest_size_along_the_ray():
    noise, keras, moment = noise_at()
    loss, kernel, bias = noise.of_loss(), noise.of_gradient(0), noise.of_gradient(1)
    states = KerasStates(keras)
    replayed = [keras.gradients(keras.state(state, 0), x, Y) for state, x in keras.asked["gradients"][:9]]
    losses = [float(each.loss) for each in replayed]
    spread = max(abs(value - moment.loss) for value in losses[:6])
    assert float(loss) == allowance(spread=spread, scale=max(abs(moment.loss), *map(abs, losses[6:])), dtype="float64")
    for number, allowed in enumerate((kernel, bias)):
        found = [states.split(np.asarray(each.gradients))[number] for each in replayed]
        move = np.max([np.abs(g - moment.gradients[number]) for g in found[:6]], axis=0)
        scale = max(float(np.abs(g).max()) for g in [moment.gradients[number], *found[6:]])
        np.testing.assert_array_equal(allowed, allowance(spread=move, scale=scale, dtype="float64"))


def test_updates_are_allowed_what_moves_them():
    noise, keras, moment = noise_at(step=2)
    found = [noise.of_weight(0), noise.of_weight(1), noise.of_slot("momentums", 0), noise.of_slot("momentums", 1)]
    states = KerasStates(keras)
    replayed = [states.read(keras.update(keras.state(state, 1), gradients)) for state, gradients in keras.asked["update"][:6]]
    exact = [*moment.after.weights, *moment.after.slots["momentums"]]
    for number, (allowed, value) in enumerate(zip(found, exact)):
        moves = [np.abs([*each.weights, *each.slots["momentums"]][number] - value) for each in replayed]
        np.testing.assert_array_equal(allowed, allowance(spread=np.max(moves, axis=0), scale=float(np.abs(value).max()), dtype="float64"))


def test_at_a_kink_the_gradient_may_be_either():
    noise, _, _moment = noise_at(Keras(0.5), weights=[np.array([1.0 + 8 * U, -1.5]), np.array([0.25])])
    smooth, kinked = noise.of_gradient(0), noise.of_gradient_at_kinks(0)
    assert smooth[0] < 1e-12
    assert 1 <= kinked[0] < 1 + 1e-9
    assert kinked[1] < 1e-9
    assert (kinked >= smooth).all()
    far, _, _ = noise_at()
    assert (far.of_gradient_at_kinks(0) >= far.of_gradient(0)).all()


def test_at_kinks_the_largest_move_and_the_size_of_the_gradient_count():
    noise, keras, moment = noise_at(Keras(0.5), step=2)
    found = noise._measure_kinks()
    states = KerasStates(keras)
    replayed = [keras.gradients(keras.state(state, 1), x, Y) for state, x in list(keras.asked["gradients"])]
    for number, gradient in enumerate(moment.gradients):
        moves = [np.abs(states.split(np.asarray(each.gradients))[number] - gradient) for each in replayed]
        floor = allowance(spread=0.0, scale=float(np.abs(gradient).max()), dtype="float64")
        np.testing.assert_allclose(found[number], np.max(moves, axis=0) + floor, rtol=1e-14)
