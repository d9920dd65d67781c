"""Jumps at kinks: what Keras may do as well is explained, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.tolerance import K, allowance
from comparisons.training.moment import LOSS
from comparisons.training.tracks.free import FreeTrack
from comparisons.training.tracks.judge import NEAR
from comparisons.training.tracks.jumps import JUMP, PROBES
from tests.judging.tracks import AT_KINK, BELOW, Setting, away, jumping
from tests.judging.trained import START, WEIGHTS, Keras, Mine, U, moments, tensor


def test_what_is_outside_is_asked_about_and_all_of_the_envelope_is_inside():
    for by, asked in ((1.0, 0), (1 + 1e-6, PROBES + 1)):
        setting = Setting(Keras(), room=1e-3)
        moment = setting.widened(next(moments(setting.keras, 1)))
        loss = moment.loss + by * setting.envelope.allowed(LOSS)
        setting.judge.judge(loss, moment.after, moment, lambda moment=moment: moment.keras_before)
        assert len(setting.keras.asked["noisy_step"]) == asked


def test_what_lands_beyond_a_quarter_of_the_envelope_is_asked_about():
    assert NEAR == 0.25
    for share, asked in ((0.2, 0), (0.3, PROBES + 1), (3.0, PROBES + 1)):
        setting = Setting(Keras(), room=1e-6)
        away(setting, share * K * 1e-6)
        assert len(setting.keras.asked["noisy_step"]) == asked
        assert (setting.judge.ledger.first_outside is not None) == (share > 1)


def test_nobody_asks_once_something_is_outside():
    setting = Setting(Keras(), room=1e-6)
    away(setting, 1.0)
    before = len(setting.keras.asked["noisy_step"])
    assert setting.judge.ledger.first_outside is not None
    away(setting, 1.0, step=2)
    assert len(setting.keras.asked["noisy_step"]) == before


def test_the_first_probe_has_no_noise_and_the_others_have_as_much_as_is_allowed():
    setting = Setting(Keras(), room=1e-6)
    away(setting, K * 1e-6, step=2)
    asked = setting.keras.asked["noisy_step"]
    assert [ulps for _, ulps in asked] == [0] + [K] * 16
    assert [seed for seed, _ in asked] == [(3 * 17 + number, 2) for number in range(17)]


def test_a_jump_that_keras_takes_as_well_is_explained_and_a_shadow_goes_on_from_there():
    setting, mine = jumping(AT_KINK, BELOW)
    assert setting.judge.ledger.first_outside is None
    assert setting.jumps.steps == [1]
    assert len(setting.adopted) == 1
    landed = np.asarray(setting.adopted[0].values)
    np.testing.assert_allclose(landed[:2], mine.weights[0], atol=1e-12)
    assert setting.envelope.spread[WEIGHTS[0]] == pytest.approx(2 * 0.5 * 0.125, rel=1e-6)


def test_a_jump_that_keras_does_not_take_is_none():
    setting, _ = jumping(AT_KINK, np.array([0.9, -1.5]), before=1e-12)
    own = Setting(Keras(0.5), 1e-12)
    away(own, 0.5)
    assert own.judge.ledger.first_outside is not None
    assert not own.adopted
    assert setting.jumps.steps == [1], "from where it was, Keras lands where it landed"


@pytest.mark.parametrize(("before", "explained"), [(0.06, True), (0.0625 * 1.001, False), (0.2, False)])
def test_a_step_that_does_not_double_the_distance_is_none(before, explained):
    assert JUMP == 2
    setting, _ = jumping(AT_KINK, BELOW, before=before)
    assert bool(setting.jumps.steps) == explained
    assert (setting.judge.ledger.first_outside is None) == explained


def allowed_of(jumps, moment, pick, mine, theirs, before=0.0):
    jumps.at(moment, lambda: moment.keras_before)
    jumps._reached, jumps._landings = [pick] * (PROBES + 1), [None] * (PROBES + 1)
    return jumps.allowed(WEIGHTS[0], lambda reached: reached, mine, theirs, before=before)


def test_the_edges_themselves_twice_as_far_is_no_jump_and_all_of_the_room_is_near_enough():
    setting = Setting(Keras())
    (moment,) = moments(setting.keras, 1)
    setting.widened(moment)
    theirs = np.array([1.0, 1.0])
    for before, explained in ((1.0, False), (0.999, True)):
        setting.jumps.steps.clear()
        allowed_of(setting.jumps, moment, theirs + 2, theirs + 2, theirs, before)
        assert bool(setting.jumps.steps) == explained
    floor = allowance(spread=0.0, scale=4.0, dtype="float64")
    for share, explained in ((1.0, True), (1.01, False)):
        setting.jumps.steps.clear()
        allowed_of(setting.jumps, moment, np.array([0.0, 4.0]), np.array([share * floor, 4.0]), theirs)
        assert bool(setting.jumps.steps) == explained


def test_nothing_measured_of_the_start_of_a_quantity_counts_as_no_distance():
    """The first step: nothing was apart before it, so that any distance is a jump if Keras lands there, too."""
    keras = Keras()
    setting = Setting(keras, 1e-12)
    (moment,) = moments(keras, 1)
    setting.widened(moment)
    shifted = keras.state(np.asarray(moment.keras_before.values) + np.array([0, 0, 0.25, 0, 0, 0]), 0)
    after = setting.jumps.states.read(keras.update(shifted, keras.gradients(shifted, moment.x, moment.y).gradients))
    setting.judge.judge(moment.loss, after, moment, lambda: shifted)
    assert setting.jumps.steps == [1]


def test_a_shadow_is_sent_on_once_a_step_and_from_the_landing_that_is_nearest():
    keras = Keras()
    setting = Setting(keras)
    (moment,) = moments(keras, 1)
    setting.widened(moment)
    jumps = setting.jumps
    jumps.at(moment, lambda: moment.keras_before)
    probes = [reached.after.weights[1] for reached in jumps._evaluated()]
    assert jumps._evaluated() is jumps._evaluated()
    farthest = int(np.argmax([abs(p - probes[0])[0] for p in probes]))
    mine = probes[farthest] + np.sign(probes[farthest] - probes[0]) * U / 4
    allowed = jumps.allowed(WEIGHTS[1], lambda reached: reached.after.weights[1], mine, moment.after.weights[1], before=0.0)
    assert allowed == setting.envelope.allowed(WEIGHTS[1])
    assert setting.envelope.spread[WEIGHTS[1]] == pytest.approx(float(abs(probes[farthest] - moment.after.weights[1])[0]))
    np.testing.assert_array_equal(np.asarray(setting.adopted[0].values)[2:3], probes[farthest])
    jumps.allowed(LOSS, lambda reached: reached.loss, moment.loss + U, moment.loss, before=0.0)
    assert len(setting.adopted) == 1
    assert jumps.steps == [1]
    second = list(moments(keras, 2))[-1]
    jumps.at(second, lambda: moment.keras_before)
    assert jumps._reached is None
    for _ in range(2):
        jumps.allowed(LOSS, lambda reached: reached.loss, jumps._evaluated()[0].loss + U, moment.loss + 1, before=0.0)
    assert jumps.steps == [1, 2]
    assert len(setting.adopted) == 2


def test_the_scatter_is_the_largest_of_the_probes_and_a_few_units():
    keras = Keras()
    setting = Setting(keras)
    (moment,) = moments(keras, 1)
    setting.widened(moment)
    setting.jumps.at(moment, lambda: moment.keras_before)
    probes = np.array([reached.after.weights[0] for reached in setting.jumps._evaluated()])
    room = np.abs(probes[1:] - probes[0]).max(axis=0) + allowance(spread=0.0, scale=float(np.abs(probes[0]).max()), dtype="float64")
    for share, explained in ((0.95, True), (1.05, False)):
        setting.jumps.steps.clear()
        setting.jumps.allowed(WEIGHTS[0], lambda r: r.after.weights[0], probes[0] + share * room, moment.after.weights[0], before=0.0)
        assert bool(setting.jumps.steps) == explained
        one = probes[0] + np.array([share, 0.0]) * room
        setting.jumps.steps.clear()
        setting.jumps.allowed(WEIGHTS[0], lambda r: r.after.weights[0], one, moment.after.weights[0], before=0.0)
        assert bool(setting.jumps.steps) == explained


def test_free_a_jump_is_asked_about_from_the_state_before_the_step():
    seen, keras = [], Keras()
    setting = Setting(keras)
    setting.judge.judge = lambda loss, after, moment, came_from: seen.append(came_from()) or 0.0
    track = FreeTrack(Mine([w + 1 for w in START]), setting.judge)
    (first, second) = moments(keras, 2)
    track.step(setting.widened(first))
    np.testing.assert_array_equal(np.asarray(seen[0].values), np.concatenate([*[w + 1 for w in START], np.zeros(3)]))
    after = [a.copy() for a in [*track.candidate.weights, *track.candidate.momentums]]
    track.step(setting.widened(second))
    np.testing.assert_array_equal(np.asarray(seen[1].values), np.concatenate(after))
    assert [state.iterations for state in seen] == [0, 1]
    assert isinstance(seen[0].values, type(tensor(0.0)))
