"""The free track: a side that trains alone, and where something wrong begins to show."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from comparisons.training.ledger import Quantity
from comparisons.training.moment import LOSS, gradient_quantities, slot_quantities, weight_quantities
from comparisons.training.tracks.free import FreeTrack
from tests.judging.tracks import Setting, free, late
from tests.judging.trained import GRADIENTS, NAMES, SLOTS, START, WEIGHTS, Keras, Mine, U, moments


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
