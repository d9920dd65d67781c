"""At a kink rounding decides between two derivatives: right code must not be blamed for it, wrong code still must."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import reference
import scratch
from comparisons.diagnosis.blame import blame
from comparisons.training.batches import Batch
from comparisons.training.candidate import Found, State
from comparisons.training.comparison import Comparison
from comparisons.training.envelope import Envelope
from comparisons.training.ledger import Quantity
from comparisons.training.networks import _dense, _layers
from comparisons.training.optimizer_names import ADAM
from comparisons.training.plan import ModelPlan
from comparisons.training.result import _tracks
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.tracks.jumps import Jumps

UNITS, FEATURES, STEPS = 3, 6, 12
PLAN = ModelPlan(
    name="at the kink", about="", input_shape=(FEATURES,), layers=_layers(_dense(UNITS, "relu"), _dense(1)),
    loss=("MeanSquaredError", {}), optimizer=ADAM, parameters=0, targets="values",
)  # fmt: skip


class InDoublePrecision(ScratchSide):
    """Right, and more exact than Keras: it computes in float64 and rounds its gradients."""

    def __init__(self, plan, dtype):
        super().__init__(plan, dtype)
        self.wide = ScratchSide(plan, "float64")

    def gradients(self, x, y):
        self.wide.load_weights(self.model.trainable_weights)
        found = self.wide.gradients(x.astype("float64"), y.astype("float64"))
        for target, value in zip(self.model.gradients.views, found.gradients):
            target[...] = value
        return Found(float(np.float32(found.loss)), found.metric, self.model.gradients.views)


class MaskTooWide(InDoublePrecision):
    """Lets the gradient through where the unit is off, up to a thousandth below 0."""

    def gradients(self, x, y):
        found = super().gradients(x, y)
        kernel, bias, out, _ = (w.astype("float64") for w in self.model.trainable_weights)
        z = x @ kernel + bias
        off = (z <= 0) & (z > -1e-3)
        upstream = 2 * (np.maximum(z, 0) @ out + self.model.trainable_weights[3] - y) / len(x) * out.T
        found.gradients[0][...] += x.T @ (upstream * off)
        found.gradients[1][...] += (upstream * off).sum(0)
        return found


def at_the_kink(seed, distance=0.0):
    """Weights, and batches of one sample each; in the first step the first unit lies at `distance`, but for rounding, others at 1."""
    generator = np.random.default_rng(seed)
    x = generator.uniform(0.5, 1.5, (STEPS, FEATURES)).astype("float32")
    kernel = generator.standard_normal((FEATURES, UNITS)).astype("float32")
    goal = np.where(np.arange(UNITS) == 0, distance, 1.0)
    kernel[-1] = (goal - x[0, :-1].astype("float64") @ kernel[:-1].astype("float64")) / x[0, -1]
    weights = [kernel, np.zeros(UNITS, "float32"), generator.standard_normal((UNITS, 1)).astype("float32"), np.zeros(1, "float32")]
    y = generator.standard_normal((STEPS, 1)).astype("float32")
    return weights, [Batch(n + 1, 1, x[n : n + 1], y[n : n + 1]) for n in range(STEPS)]


def compare(keras, make, seed, distance=0.0):
    weights, stream = at_the_kink(seed, distance)
    with scratch.config.default_float("float32"), reference.floatx("float32"):
        comparison = Comparison(keras, lambda: make(PLAN, "float32"), weights, batch_size=1, seed=seed)
        comparison.run(stream, on_step=lambda batch, loss: None, stopped=lambda: False)
    return comparison, blame(_tracks(comparison), batch_size=1)


@pytest.mark.thorough
@pytest.mark.keras
def test_right_code_that_rounds_otherwise_at_the_kink(keras_side):
    """Somewhere among these seeds the two fall on different sides, so that gradients differ by all of their size."""
    keras = keras_side("float32", PLAN)
    jumps, differ = 0, 0
    for seed in range(20):
        comparison, findings = compare(keras, InDoublePrecision, seed)
        assert findings == [], (seed, findings)
        jumps += len(comparison.free.judge.jumps.steps)
        differ += comparison.free.judge._apart[Quantity("slot", "dense", "momentums of kernel")] > 1e-4
    assert differ >= 5
    assert jumps >= 1


@pytest.mark.keras
@pytest.mark.parametrize("seed", range(4))
def test_wrong_code_a_little_off_the_kink(keras_side, seed):
    keras = keras_side("float32", PLAN)
    comparison, findings = compare(keras, MaskTooWide, seed, distance=-5e-4)
    outside = comparison.locked.ledger.first_outside
    assert (outside.step, outside.kind, outside.layer) == (1, "gradient", "dense")
    assert findings[0]["code"] == "locked-gradient"
    assert comparison.gradient_swap.judge.ledger.first_outside.step == 1
    assert compare(keras, InDoublePrecision, seed, distance=-5e-4)[1] == []


WEIGHT = Quantity("weight", "dense", "kernel")


def jumping(landings):
    """A `Jumps` whose Keras steps to `landings`, first without noise, and the states it has shadows adopt."""
    adopted = []
    steps = iter(landings)
    keras = SimpleNamespace(dtype="float64", noisy_step=lambda state, x, y, *, seed, ulps: (0.0, next(steps)))
    states = SimpleNamespace(read=lambda state: State([np.asarray(state)], {}, 1))
    envelope = Envelope("float64")
    envelope.widen(WEIGHT, np.ones(3), [np.ones(3) + 1e-12])
    jumps = Jumps(keras, states, envelope, adopt=adopted.append, seed=0)
    jumps.at(SimpleNamespace(batch=SimpleNamespace(step=7), x=None, y=None), lambda: None)
    return jumps, adopted


def allowed(jumps, mine, before):
    return jumps.allowed(WEIGHT, lambda reached: reached.after.weights[0], np.asarray(mine), np.ones(3), before=before)


STILL, FLIPPED = [1.0, 1.0, 1.0], [1.0, 1.5, 1.0]


def test_a_jump_that_keras_makes_too_widens_the_envelope():
    jumps, adopted = jumping([STILL, *[STILL] * 8, *[FLIPPED] * 8])
    floor = jumps.envelope.allowed(WEIGHT)
    assert allowed(jumps, FLIPPED, before=1e-12) > 0.5 > floor
    assert (jumps.steps, adopted) == ([7], [FLIPPED])


def test_a_jump_that_keras_does_not_make_is_outside():
    jumps, adopted = jumping([STILL] * 17)
    assert allowed(jumps, FLIPPED, before=1e-12) < 1e-10
    assert (jumps.steps, adopted) == ([], [])


def test_a_jump_to_somewhere_else_is_outside():
    jumps, _ = jumping([STILL, *[FLIPPED] * 16])
    assert allowed(jumps, [1.0, 1.0, 1.5], before=1e-12) < 1e-10


def test_drifting_away_is_outside_even_where_keras_would_do_the_same():
    """From where a drifting side is, Keras lands beside it at every step; that excuses nothing."""
    jumps, adopted = jumping([FLIPPED] * 17)
    assert allowed(jumps, FLIPPED, before=0.49) < 1e-10
    assert adopted == []
