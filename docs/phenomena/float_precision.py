"""The same training in float32 and in float64, on both sides."""

from __future__ import annotations

import altair as alt
import numpy as np
from page import Page, colours, svg, table

import reference
import scratch
from comparisons.data import load
from comparisons.training.batches import batches
from comparisons.training.presets import preset
from comparisons.training.samples import prepare
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.sides import keras_training

PLAN = preset("mlp-784-50-10")
EPOCHS = 4
FLOOR = 1e-17  # where a gap of zero is drawn
PAIRS = {
    "scratch, float32 and float64": (("scratch", "float32"), ("scratch", "float64")),
    "Keras, float32 and float64": (("Keras", "float32"), ("Keras", "float64")),
    "float32, scratch and Keras": (("scratch", "float32"), ("Keras", "float32")),
    "float64, scratch and Keras": (("scratch", "float64"), ("Keras", "float64")),
}

TEXT = """# float32 and float64

float32 holds about 7 decimal digits, float64 about 16. The same network ({name}) was trained four times, in scratch and
in Keras, in float32 and in float64, from the same weights on the same {samples:,} real digits: {steps:,} steps of Adam.

![Gaps between the losses of every step](float_precision.svg)

How far the losses of one step are apart, the largest of all steps up to this one:

{table}

- A loss in float32 is off by what float32 can hold, from the first step on. In these steps that does not grow: the network has no
  kinks, and its errors cancel as often as they add up.
- In float32 scratch and Keras agree to the bit at many steps; at others they are as far from each other as either is from float64,
  since they add in other orders. In float64 the difference is some billion times smaller, which is why formulas are best compared
  there.
- It does not matter for what is learned. Share of right answers on {tested:,} other digits:
  {accuracy}.

Exact figures differ from processor to processor; orders of magnitude do not.
"""


def train(dtype: str) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Step losses and test accuracy of both sides."""
    ready = prepare(load("mnist-5k"), PLAN, dtype)
    with scratch.config.default_float(dtype), reference.floatx(dtype):
        side, keras = ScratchSide(PLAN, dtype), keras_training(PLAN, dtype)
        weights = [w.astype("float32").astype(dtype) for w in _start()]
        side.load_weights(weights)
        state = keras.start(weights)
        losses: dict[str, list[float]] = {"scratch": [], "Keras": []}
        for batch in batches(*ready.train, epochs=EPOCHS, batch_size=32, seed=0):
            losses["scratch"].append(side.gradients(batch.x, batch.y).loss)
            side.apply()
            found, state = keras.step(state, keras.tensor(batch.x), keras.tensor(batch.y))
            losses["Keras"].append(float(found.loss))
        accuracy = {"scratch": side.evaluate(*ready.test)[1], "Keras": keras.evaluate(state, *map(keras.tensor, ready.test))[1]}
    return losses, accuracy


def _start() -> list[np.ndarray]:
    scratch.config.set_random_seed(0)
    return ScratchSide(PLAN, scratch.config.floatx()).model.get_weights()


def page() -> Page:
    """The page."""
    found = {dtype: train(dtype) for dtype in ("float32", "float64")}
    losses = {(side, dtype): np.array(found[dtype][0][side]) for side in ("scratch", "Keras") for dtype in found}
    gaps = {name: np.abs(losses[one] - losses[other]) for name, (one, other) in PAIRS.items()}
    steps = len(losses["scratch", "float32"])
    marks = [10**n for n in range(4) if 10**n < steps] + [steps]
    rows = [[name, *(_power(gap[:mark].max()) for mark in marks)] for name, gap in gaps.items()]
    accuracy = ", ".join(f"{side} in {dtype} {found[dtype][1][side]:.1%}" for side in ("scratch", "Keras") for dtype in found)
    data = load("mnist-5k")
    text = TEXT.format(
        name=PLAN.name, samples=len(data.x_train), tested=len(data.x_test), steps=steps, accuracy=accuracy,
        table=table(["", *(f"step {mark:,}" for mark in marks)], rows),
    )  # fmt: skip
    return Page("float_precision", text, 0.9, {"float_precision.svg": picture(gaps)})


def _power(value: float) -> str:
    return "0" if value == 0 else f"{value:.0e}".replace("e-0", "e-")


def picture(gaps: dict[str, np.ndarray]) -> str:
    """Every fifth step's gaps."""
    points = [
        {"name": name, "step": step + 1, "gap": max(float(gap[step]), FLOOR)}
        for name, gap in gaps.items()
        for step in range(0, len(gap), 5)
    ]
    x = alt.X("step:Q", axis=alt.Axis(title="step"))
    y = alt.Y("gap:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title="gap between the losses; zero at 1e-17", format="~e"))
    dots = alt.Chart(alt.InlineData(points)).mark_point(filled=True, size=14, opacity=0.8).encode(x, y, colours(list(gaps)))
    return svg(dots, width=720, height=340)
