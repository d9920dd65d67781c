"""The tracks of a training: what is right stays inside, and each names where something wrong begins."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from comparisons.tolerance import K, allowance
from comparisons.training.envelope import Envelope
from comparisons.training.ledger import Ledger, Quantity
from comparisons.training.moment import LOSS, gradient_quantities, slot_quantities, weight_quantities
from comparisons.training.sides import KerasStates
from comparisons.training.tracks.free import FreeTrack
from comparisons.training.tracks.judge import NEAR, Judge
from comparisons.training.tracks.jumps import JUMP, PROBES, Jumps
from comparisons.training.tracks.local_noise import KINK_PROBES, RAY, LocalNoise
from comparisons.training.tracks.local_noise import PROBES as NOISE_PROBES
from comparisons.training.tracks.locked import LockedTrack
from comparisons.training.tracks.swapped import GradientSwap, UpdateSwap
from tests.judging.trained import GRADIENTS, NAMES, SLOTS, START, WEIGHTS, Keras, Mine, U, X, Y, moments, start, tensor


class Setting:
    """A judge with its envelope, which one shadow widens."""

    def __init__(self, keras, room=0.0):
        self.keras, self.room, self.adopted = keras, room, []
        self.envelope = Envelope("float64")
        self.jumps = Jumps(keras, KerasStates(keras), self.envelope, adopt=self.adopted.append, seed=3)
        self.judge = Judge(Ledger(4), self.envelope, self.jumps, weights=WEIGHTS, slots=SLOTS)

    def widened(self, moment):
        """The envelope takes a step of a shadow that is `room` away everywhere."""
        self.envelope.widen(LOSS, moment.loss, [moment.loss + self.room])
        for number in range(2):
            self.envelope.widen(WEIGHTS[number], moment.after.weights[number], [moment.after.weights[number] + self.room])
            slot = moment.after.slots["momentums"][number]
            self.envelope.widen(SLOTS["momentums"][number], slot, [slot + self.room])
        return moment


def free(mine, *, steps=4, keras=None, room=0.0):
    setting = Setting(keras or Keras(), room)
    track = FreeTrack(mine, setting.judge)
    for moment in moments(setting.keras, steps):
        track.step(setting.widened(moment))
    return track, setting


def late(bug, step):
    """`bug` from that step on."""
    calls = iter(range(1, 100))
    return lambda gradients: bug(gradients) if next(calls) >= step else gradients


def test_quantities_are_named_by_layer_and_tensor():
    assert weight_quantities(NAMES) == WEIGHTS
    assert gradient_quantities(NAMES) == GRADIENTS
    found = slot_quantities(NAMES, {"momentums": [np.zeros(2), np.zeros(1)], "product": [np.ones(1)]})
    assert found == {**SLOTS, "product": [Quantity("slot", "optimizer", "product")]}
    assert Quantity("loss") == LOSS


def test_a_moment_stays_as_it_was():
    moment = next(moments(Keras(), 1))
    assert weight_quantities(NAMES)
    with pytest.raises(FrozenInstanceError):
        moment.loss = 0.0


def test_a_right_side_that_trains_alone_is_nowhere_outside():
    track, _ = free(Mine(START))
    assert track.ledger.first_outside is None
    assert track.ledger.headroom < 0.1
    assert track.gaps == pytest.approx([0.0] * 4, abs=1e-14)
    assert track.noise == pytest.approx([U * abs(loss) for loss in track.losses])
    assert track.metrics == [0.25] * 4
    assert track.ledger.compared == 4 * (1 + 3 + 3)
    assert track.losses[0] > track.losses[-1] > 0
    assert {quantity.kind for quantity in track.ledger.worst} == {"loss", "weight", "slot"}


@pytest.mark.parametrize("step", [1, 3])
def test_a_wrong_gradient_shows_in_the_slots_first(step):
    track, _ = free(Mine(START, bug=late(lambda gradients: [gradients[0], gradients[1] * 1.25], step)))
    found = track.ledger.first_outside
    assert (found.step, found.epoch, found.kind, found.tensor) == (step, 1, "slot", "momentums of bias")


def test_a_wrong_loss_shows_in_the_loss():
    class Wrong(Mine):
        def gradients(self, x, y):
            right = super().gradients(x, y)
            return right._replace(loss=right.loss + 0.5)

    track, _ = free(Wrong(START))
    assert track.ledger.first_outside.kind == "loss"
    assert track.gaps == pytest.approx([0.5] * 4)


def test_both_sides_start_from_the_same_weights_to_the_bit():
    for by, outside in ((0.0, False), (1e-300, True), (1.0, True)):
        track = FreeTrack(Mine([np.array([0.0, 0.0]), np.array([by])]), Setting(Keras()).judge)
        track.ledger.at(5, 5)
        track.compare_start([np.zeros(2), np.zeros(1)], "float64")
        assert (track.ledger.first_outside is not None) == outside
        assert (track.ledger.step, track.ledger.epoch) == (0, 0)
    with pytest.raises(ValueError, match="zip"):
        track.compare_start([np.zeros(2)], "float64")


def test_what_is_outside_is_asked_about_and_all_of_the_envelope_is_inside():
    for by, asked in ((1.0, 0), (1 + 1e-6, PROBES + 1)):
        setting = Setting(Keras(), room=1e-3)
        moment = setting.widened(next(moments(setting.keras, 1)))
        loss = moment.loss + by * setting.envelope.allowed(LOSS)
        setting.judge.judge(loss, moment.after, moment, lambda moment=moment: moment.keras_before)
        assert len(setting.keras.asked["noisy_step"]) == asked


def away(setting, by, before=0.0, step=1):
    """A judge's view of a side whose bias is `by` away after a step, and was `before` away before it."""
    moment = setting.widened(list(moments(setting.keras, step))[-1])
    setting.judge._apart[WEIGHTS[1]] = before
    weights = [w.copy() for w in moment.after.weights]
    weights[1] = weights[1] + by
    after = moment.after._replace(weights=weights)
    came_from = setting.keras.state(np.asarray(moment.keras_before.values), moment.before.iterations)
    return setting.judge.judge(moment.loss, after, moment, lambda: came_from)


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


def jumping(weights, mine_at, *, slope=0.5, before=0.0, room=1e-12):
    """Keras steps from a kernel at the kink of |w - 1|; the side from one on its other side."""
    keras = Keras(slope)
    setting = Setting(keras, room)
    (moment,) = moments(keras, 1, weights)
    setting.widened(moment)
    mine = Mine([mine_at, weights[1]], slope=slope)
    mine.gradients(X, Y)
    mine.apply()
    for quantity in (*WEIGHTS, *SLOTS["momentums"]):
        setting.judge._apart[quantity] = before
    came_from = keras.state(np.concatenate([mine_at, weights[1], np.zeros(3)]), 0)
    setting.judge.judge(moment.loss, mine.state(), moment, lambda: came_from)
    return setting, mine


AT_KINK = [np.array([1.0 + 2 * U, -1.5]), np.array([0.25])]
BELOW = np.array([1.0 - 2 * U, -1.5])


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


def locked(mine, *, steps=2, keras=None, gradients=GRADIENTS):
    keras = keras or Keras()
    noise = LocalNoise(keras, KerasStates(keras), seed=1)
    track = LockedTrack(mine, Ledger(4), noise, gradients=gradients, weights=WEIGHTS, slots=SLOTS, dtype="float64")
    for moment in moments(keras, steps):
        track.step(moment)
    return track


def test_locked_a_right_side_is_nowhere_outside_and_nothing_is_measured():
    track = locked(Mine([w + 5 for w in START]))
    assert track.ledger.first_outside is None
    assert track.gaps == [0, 0]
    assert len(track.shares) == 2
    assert max(track.shares) == track.ledger.headroom < 0.1
    assert track.ledger.compared == 2 * (1 + 3 + 3 + 3)
    assert track.noise.measured_steps == 0


@pytest.mark.parametrize("wrong", [0, 1])
@pytest.mark.parametrize("step", [1, 2])
def test_locked_a_wrong_gradient_is_named_and_the_update_is_not_blamed(wrong, step):
    def bug(gradients):
        return [g * (1 + 1e-9 * (number == wrong)) for number, g in enumerate(gradients)]

    track = locked(Mine(START, bug=late(bug, step)))
    found = track.ledger.first_outside
    assert (found.step, found.kind, found.tensor) == (step, "gradient", NAMES[wrong][1])
    assert all(share <= 1 for quantity, (share, _) in track.ledger.worst.items() if quantity.kind in ("weight", "slot"))
    assert track.shares[step - 1] > 1
    assert track.noise.measured_steps >= 1


def test_locked_later_layers_are_looked_at_first():
    found = locked(Mine(START, bug=lambda gradients: [2 * g for g in gradients])).ledger.first_outside
    assert found.tensor == "bias"


def test_locked_a_wrong_update_is_named_and_the_gradients_are_not_blamed():
    found = locked(Mine(START, update_bug=lambda gradients: [gradients[0], gradients[1] * (1 + 1e-9)])).ledger.first_outside
    assert (found.step, found.kind, found.tensor) == (1, "slot", "momentums of bias")

    class Wrong(Mine):
        def apply(self, gradients=None):
            super().apply(gradients)
            self.weights = [self.weights[0] + 1e-9, self.weights[1]]

    found = locked(Wrong(START)).ledger.first_outside
    assert (found.kind, found.tensor) == ("weight", "kernel")


def test_locked_a_side_that_takes_whole_steps_shows_no_gradient():
    class Whole(Mine):
        whole_steps = True

        def gradients(self, x, y):
            return super().gradients(x, y)._replace(gradients=[])

    assert locked(Whole(START)).ledger.first_outside is None
    assert not [quantity for quantity in locked(Whole(START)).ledger.worst if quantity.kind == "gradient"]


def test_kinks_are_measured_only_while_nothing_is_outside():
    wrong = locked(Mine(START, bug=lambda gradients: [2 * g for g in gradients]), steps=3)
    once = 1 + NOISE_PROBES + len(RAY) + KINK_PROBES
    again = 1 + NOISE_PROBES + len(RAY)
    assert len(wrong.noise.keras.asked["gradients"]) == once + 2 * again


def noise_at(keras=None, step=1, weights=START, seed=1):
    keras = keras or Keras()
    noise = LocalNoise(keras, KerasStates(keras), seed=seed)
    moment = list(moments(keras, step, weights))[-1]
    keras.asked = {name: [] for name in keras.asked}
    noise.at(moment)
    return noise, keras, moment


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


def test_locked_a_floor_is_of_the_largest_entry():
    """The small entry of a gradient is off by what rounding the large one may cost."""
    keras = Keras()
    weights = [np.array([1e6, -1.5]), np.array([0.25])]

    def off(gradients):
        return [gradients[0] + np.array([0.0, 0.4 * 32 * U * np.abs(gradients[0]).max()]), gradients[1]]

    noise = LocalNoise(keras, KerasStates(keras), seed=1)
    track = LockedTrack(Mine(weights, bug=off), Ledger(4), noise, gradients=GRADIENTS, weights=WEIGHTS, slots=SLOTS, dtype="float64")
    for moment in moments(keras, 1, weights):
        assert np.abs(moment.gradients[0]).max() > 1.3 * np.abs(moment.gradients[0]).min()
        track.step(moment)
    assert noise.measured_steps == 0
    assert 0.3 < track.ledger.worst[GRADIENTS[0]][0] < 0.5


def test_locked_a_gradient_is_asked_about_at_kinks_beyond_all_that_is_measured():
    measured = np.array([2.0**-20])
    for share, asked in ((1.0, []), (1.0005, [1])):
        keras, kinks = Keras(), []
        noise, _, moment = noise_at(keras)
        noise.of_gradient = lambda number: measured if number else np.ones(2)
        noise.of_gradient_at_kinks = lambda number, kinks=kinks: kinks.append(number) or np.ones(1)

        class Off(Mine):
            def gradients(self, x, y, share=share, exact=moment.gradients):
                right = super().gradients(x, y)
                return right._replace(gradients=[exact[0], exact[1] + share * measured])

        track = LockedTrack(Off(START), Ledger(4), noise, gradients=GRADIENTS, weights=WEIGHTS, slots=SLOTS, dtype="float64")
        track.step(moment)
        assert kinks == asked


def test_locked_noise_is_measured_beyond_half_of_the_floor():
    track, asked = locked(Mine(START), steps=1), []
    for ulps, count in ((16, 0), (16.005, 1)):
        track._compare(LOSS, np.array([ulps * U, 1.0]), np.array([0.0, 1.0]), lambda: asked.append(1) or 1.0)
        assert len(asked) == count


def swapped(kind, mine, steps=3):
    keras = Keras()
    setting = Setting(keras)
    track = kind(mine, keras, start(keras), setting.judge)
    gaps = [track.step(setting.widened(moment)) for moment in moments(keras, steps)]
    return setting.judge.ledger, gaps, track


def double_bias(gradients):
    return [gradients[0], gradients[1] * 2]


@pytest.mark.parametrize("kind", [GradientSwap, UpdateSwap])
def test_swapped_a_right_side_is_nowhere_outside(kind):
    ledger, gaps, _ = swapped(kind, Mine([w + 3 for w in START]))
    assert ledger.first_outside is None
    assert gaps == pytest.approx([0.0] * 3, abs=1e-14)
    assert ledger.compared == 3 * 7


@pytest.mark.parametrize(
    ("kind", "bug", "blamed"),
    [
        (GradientSwap, {"bug": double_bias}, True), (GradientSwap, {"update_bug": double_bias}, False),
        (UpdateSwap, {"bug": double_bias}, False), (UpdateSwap, {"update_bug": double_bias}, True),
    ],
)  # fmt: skip
def test_swapped_each_blames_its_own_half(kind, bug, blamed):
    ledger, gaps, _ = swapped(kind, Mine(START, **bug))
    assert (ledger.first_outside is not None) == blamed
    assert gaps[0] == pytest.approx(0, abs=1e-14)
    assert (gaps[-1] > 1e-3) == blamed


def test_swapped_a_jump_is_asked_about_from_the_state_before_the_step():
    for kind in (GradientSwap, UpdateSwap):
        seen = []
        keras = Keras()
        setting = Setting(keras)
        setting.judge.judge = lambda loss, after, moment, came_from, seen=seen: seen.append(came_from()) or 0.0
        track = kind(Mine(START), keras, start(keras), setting.judge)
        taken = list(moments(keras, 2))
        for moment in taken:
            track.step(moment)
        for state, moment in zip(seen, taken):
            np.testing.assert_allclose(np.asarray(state.values), np.asarray(moment.keras_before.values), atol=1e-14)
            assert state.iterations == moment.before.iterations


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
