"""Units of ReLU that never fire again, after a few steps that were too large."""

from __future__ import annotations

import altair as alt
import numpy as np
from page import Page, colours, svg, table

import reference
import scratch
from comparisons.data import load
from comparisons.training.batches import batches
from comparisons.training.networks import _dense, _layers
from comparisons.training.optimizer_names import sgd
from comparisons.training.plan import ModelPlan, Named
from comparisons.training.samples import Samples, prepare
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.sides import KerasStates, keras_training

SHOCKS = (0.1, 0.5, 1.0)
CALM = 0.1
UNITS, SAMPLES, EPOCHS, BATCH = 64, 1000, 5, 32

TEXT = """# Dying ReLU

The derivative of ReLU is 0 wherever its unit is off. A unit that one step too large has pushed below 0 for *every* sample gets no
gradient any more: it stays off for good, however calmly training goes on. LeakyReLU lets a part of the gradient through, so that its
units can come back.

The network: 784-{units}-10 with ReLU, plain gradient descent on {samples:,} real digits in batches of {batch}. The first epoch is
trained with the learning rate of the first column, the other {rest} with {calm:g}. A unit counts as dead if it is off for all {samples:,}
digits.

![Share of dead units after every epoch, for three shocks](dying_relu.svg)

Lines are scratch, rings are Keras, each trained on its own from the same weights on the same batches, in float64.

{relu}

The same training with LeakyReLU (slope 0.2 below 0), where "dead" means the same, off for all digits:

{leaky}
"""


def network(shock: float, activation: Named) -> ModelPlan:
    """784-64-10, to be trained at first with that learning rate."""
    return ModelPlan(
        name=f"{activation[0]} {shock}", about="", input_shape=(784,), layers=_layers(_dense(UNITS), activation, _dense(10, "softmax")),
        loss=("SparseCategoricalCrossentropy", {}), optimizer=sgd(shock), parameters=0,
    )  # fmt: skip


def dead(weights: list[np.ndarray], x: np.ndarray) -> float:
    """Share of first-layer units that are off for every sample."""
    return float(np.mean(((x @ weights[0] + weights[1]) <= 0).all(axis=0)))


def train(plan: ModelPlan, samples: Samples) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Share of dead units before training and after every epoch, and accuracy at the end, on both sides."""
    with scratch.config.default_float("float64"), reference.floatx("float64"):
        scratch.config.set_random_seed(1)
        side, keras = ScratchSide(plan, "float64"), keras_training(plan, "float64")
        state, states = keras.start(side.model.get_weights()), KerasStates(keras)
        shares = {"scratch": [dead(side.state().weights, samples.x)], "Keras": [dead(states.read(state).weights, samples.x)]}
        for batch in batches(*samples, epochs=EPOCHS, batch_size=BATCH, seed=1):
            side.gradients(batch.x, batch.y)
            side.apply()
            _, state = keras.step(state, keras.tensor(batch.x), keras.tensor(batch.y))
            if batch.ends_epoch:
                side.optimizer.learning_rate = keras.optimizer.learning_rate = CALM
                shares["scratch"].append(dead(side.state().weights, samples.x))
                shares["Keras"].append(dead(states.read(state).weights, samples.x))
        accuracy = {"scratch": side.evaluate(*samples)[1], "Keras": keras.evaluate(state, *map(keras.tensor, samples))[1]}
    return shares, accuracy


def page() -> Page:
    """The page."""
    samples = prepare(load("mnist-5k").limited(SAMPLES), network(CALM, ("ReLU", {})), "float64").train
    relu = {shock: train(network(shock, ("ReLU", {})), samples) for shock in SHOCKS}
    leaky = {shock: train(network(shock, ("LeakyReLU", {"negative_slope": 0.2})), samples) for shock in SHOCKS}
    text = TEXT.format(
        units=UNITS, samples=SAMPLES, batch=BATCH, rest=EPOCHS - 1, calm=CALM, relu=shown(relu), leaky=shown(leaky)
    )  # fmt: skip  # the setting, then what came of it
    return Page("dying_relu", text, 0.05, {"dying_relu.svg": picture({shock: shares for shock, (shares, _) in relu.items()})})


def shown(found: dict[float, tuple[dict[str, list[float]], dict[str, float]]]) -> str:
    """A table of what both sides came to."""
    sides = ("scratch", "Keras")
    rows = []
    for shock, (shares, accuracy) in found.items():
        dead_then, dead_now = ([f"{shares[side][epoch]:.0%}" for side in sides] for epoch in (1, -1))
        rows.append([f"{shock:g}", *dead_then, *dead_now, *(f"{accuracy[side]:.1%}" for side in sides)])
    kinds = ("dead after epoch 1", "dead at the end", "right answers")
    return table(["learning rate at first", *(f"{kind}, {side}" for kind in kinds for side in sides)], rows)


def picture(found: dict[float, dict[str, list[float]]]) -> str:
    """Share of dead units by epoch."""
    names = [f"{shock:g} at first" for shock in SHOCKS]
    points = {
        side: [
            {"name": name, "epoch": epoch, "share": share}
            for name, shares in zip(names, found.values(), strict=True)
            for epoch, share in enumerate(shares[side])
        ]
        for side in ("scratch", "Keras")
    }
    x = alt.X("epoch:Q", axis=alt.Axis(title="epoch", tickMinStep=1))
    y = alt.Y("share:Q", axis=alt.Axis(title="share of dead units", format=".0%"))
    lines = alt.Chart(alt.InlineData(points["scratch"])).mark_line(strokeWidth=2.5).encode(x, y, colours(names))
    rings = alt.Chart(alt.InlineData(points["Keras"])).mark_point(size=70).encode(x, y, colours(names))
    return svg(alt.layer(lines, rings), width=720, height=280)
