"""How far a gradient gets: what arrives at every layer, with sigmoid, tanh and ReLU."""

from __future__ import annotations

import altair as alt
import numpy as np
from page import Page, colours, svg, table

import reference
import scratch
from comparisons.data import load
from comparisons.training.networks import _dense, _layers
from comparisons.training.optimizer_names import sgd
from comparisons.training.plan import ModelPlan
from comparisons.training.samples import prepare
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.sides import KerasStates, keras_training

SMALL = {"class_name": "RandomNormal", "config": {"stddev": 0.1}}
ACTIVATIONS = {
    "sigmoid": ("sigmoid", {"class_name": "GlorotUniform", "config": {}}),
    "tanh": ("tanh", {"class_name": "GlorotUniform", "config": {}}),
    "tanh, small start": ("tanh", SMALL),
    "relu": ("relu", {"class_name": "HeUniform", "config": {}}),
}
DEPTHS = (2, 4, 8, 16)
WIDTH = 32
SAMPLES = 200

TEXT = """# Vanishing gradients

Backpropagation multiplies by the derivative of the activation in every layer it passes. That of the sigmoid is at most 1/4, that of
tanh at most 1 and mostly less, that of ReLU is 1 wherever the unit is on. It multiplies by the weights, too. So the first layers of a
deep sigmoid network learn next to nothing, and those of a tanh network nothing much if its weights start small; Glorot's start for
tanh and He's for ReLU are made to keep the gradient's size.

The network: 784 pixels, hidden layers of {width} units, 10 outputs; weights start Glorot uniform, He uniform for ReLU, and 0.1 times
standard normal for the small start; {samples} real digits, nothing trained yet. What is shown is the root mean square of the gradient
of each layer's biases, which is what arrives there, summed over the samples.

![Root mean square of the gradient of every layer's biases, for three activations](vanishing_gradients.svg)

Lines are scratch, rings are Keras, from the same weights, in float64. The last layer is on the right.

The first layer's as a share of the last layer's:

{table}

With sigmoid two layers more cost a factor of about {factor:.2g}.
"""


def gradients(name: str, depth: int) -> dict[str, list[float]]:
    """Root mean square of the gradient of every layer's biases, first layer first, on both sides."""
    activation, start = ACTIVATIONS[name]
    hidden = [_dense(WIDTH, activation, kernel_initializer=start) for _ in range(depth)]
    plan = ModelPlan(
        name=f"{depth} x {name}", about="", input_shape=(784,), layers=_layers(*hidden, _dense(10, "softmax")),
        loss=("SparseCategoricalCrossentropy", {}), optimizer=sgd(0.1), parameters=0,
    )  # fmt: skip
    x, y = prepare(load("mnist-5k").limited(SAMPLES), plan, "float64").train
    with scratch.config.default_float("float64"), reference.floatx("float64"):
        scratch.config.set_random_seed(0)
        side, keras = ScratchSide(plan, "float64"), keras_training(plan, "float64")
        found = keras.gradients(keras.start(side.model.get_weights()), keras.tensor(x), keras.tensor(y))
        sides = {"scratch": side.gradients(x, y).gradients, "Keras": KerasStates(keras).split(found.gradients.numpy())}
    return {name: [float(np.sqrt(np.mean(g**2))) for g in arrays[1::2]] for name, arrays in sides.items()}


def page() -> Page:
    """The page."""
    found = {(activation, depth): gradients(activation, depth) for activation in ACTIVATIONS for depth in DEPTHS}
    left = {key: {side: values[0] / values[-1] for side, values in sides.items()} for key, sides in found.items()}
    rows = [[depth, *(left[a, depth][side] for a in ACTIVATIONS for side in ("scratch", "Keras"))] for depth in DEPTHS]
    head = ["hidden layers", *(f"{a}, {side}" for a in ACTIVATIONS for side in ("scratch", "Keras"))]
    factor = (left["sigmoid", DEPTHS[1]]["scratch"] / left["sigmoid", DEPTHS[-1]]["scratch"]) ** (2 / (DEPTHS[-1] - DEPTHS[1]))
    text = TEXT.format(width=WIDTH, samples=SAMPLES, table=table(head, rows), factor=factor)
    return Page("vanishing_gradients", text, 0.01, {"vanishing_gradients.svg": picture(found)})


def picture(found: dict[tuple[str, int], dict[str, list[float]]]) -> str:
    """Gradient by layer in the deepest networks."""
    points = {
        side: [
            {"name": activation, "layer": layer, "value": value}
            for activation in ACTIVATIONS
            for layer, value in enumerate(found[activation, DEPTHS[-1]][side], start=1)
        ]
        for side in ("scratch", "Keras")
    }
    x = alt.X("layer:Q", axis=alt.Axis(title="layer", tickMinStep=1), scale=alt.Scale(domain=[1, DEPTHS[-1] + 1], nice=False))
    y = alt.Y("value:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title="root mean square of the biases' gradient", format="~e"))
    lines = alt.Chart(alt.InlineData(points["scratch"])).mark_line(strokeWidth=2.5).encode(x, y, colours(list(ACTIVATIONS)))
    rings = alt.Chart(alt.InlineData(points["Keras"])).mark_point(size=70).encode(x, y, colours(list(ACTIVATIONS)))
    return svg(alt.layer(lines, rings), width=720, height=320)
