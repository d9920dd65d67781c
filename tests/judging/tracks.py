"""A judge with its envelope, and sides that a track takes through a few steps."""

from __future__ import annotations

import numpy as np

from comparisons.training.envelope import Envelope
from comparisons.training.ledger import Ledger
from comparisons.training.moment import LOSS
from comparisons.training.sides import KerasStates
from comparisons.training.tracks.free import FreeTrack
from comparisons.training.tracks.judge import Judge
from comparisons.training.tracks.jumps import Jumps
from comparisons.training.tracks.local_noise import LocalNoise
from tests.judging.trained import SLOTS, START, WEIGHTS, Keras, Mine, U, X, Y, moments


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


def away(setting, by, before=0.0, step=1):
    """A judge's view of a side whose bias is `by` away after a step, and was `before` away before it."""
    moment = setting.widened(list(moments(setting.keras, step))[-1])
    setting.judge._apart[WEIGHTS[1]] = before
    weights = [w.copy() for w in moment.after.weights]
    weights[1] = weights[1] + by
    after = moment.after._replace(weights=weights)
    came_from = setting.keras.state(np.asarray(moment.keras_before.values), moment.before.iterations)
    return setting.judge.judge(moment.loss, after, moment, lambda: came_from)


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


def noise_at(keras=None, step=1, weights=START, seed=1):
    keras = keras or Keras()
    noise = LocalNoise(keras, KerasStates(keras), seed=seed)
    moment = list(moments(keras, step, weights))[-1]
    keras.asked = {name: [] for name in keras.asked}
    noise.at(moment)
    return noise, keras, moment
