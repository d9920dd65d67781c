"""The swapped tracks: each half of one side with the other half of the other."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.training.tracks.swapped import GradientSwap, UpdateSwap
from tests.judging.tracks import Setting
from tests.judging.trained import START, Keras, Mine, moments, start


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
