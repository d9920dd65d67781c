"""The locked track: both sides step from Keras's state, and what is wrong is named by half and tensor."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.tolerance import PROBES as NOISE_PROBES
from comparisons.tolerance import RAY
from comparisons.training.ledger import Ledger
from comparisons.training.moment import LOSS
from comparisons.training.sides import KerasStates
from comparisons.training.tracks.local_noise import KINK_PROBES, LocalNoise
from comparisons.training.tracks.locked import LockedTrack
from tests.judging.tracks import late, noise_at
from tests.judging.trained import GRADIENTS, NAMES, SLOTS, START, WEIGHTS, Keras, Mine, U, moments


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
