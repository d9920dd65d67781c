"""Six optimizers on one surface."""

from __future__ import annotations

import altair as alt
import numpy as np
from page import COLOURS, PAINT, Page, svg, table

import reference
import scratch
from comparisons.training.plan import Named, float32_exact
from reference.backend import load

START = (-7.0, 2.0)
STEPS = 30
OPTIMIZERS: dict[str, Named] = {
    "gradient descent": ("SGD", {"learning_rate": 0.95}),
    "momentum": ("SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    "Nesterov": ("SGD", {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True}),
    "Adagrad": ("Adagrad", {"learning_rate": 1.5, "initial_accumulator_value": 0.0, "epsilon": 1e-7}),
    "RMSprop": ("RMSprop", {"learning_rate": 0.3, "rho": 0.9, "epsilon": 1e-7}),
    "Adam": ("Adam", {"learning_rate": 0.3, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}),
}

TEXT = """# The paths of six optimizers

The surface is f(x, y) = x^2 / 20 + y^2: a valley along x, twenty times as steep across as along. All start at ({x0:g}, {y0:g}) and take
{steps} steps. Gradient descent with a step that is nearly too large swings across the valley; momentum rolls through it and overshoots;
Nesterov's momentum looks ahead and overshoots less; Adagrad, RMSprop and Adam divide by the size of the gradient along each axis, so
that they begin with steps of one length along both, however steep the surface is.

![The paths on the contour lines](optimizer_paths.svg)

Lines are scratch, rings are Keras, in float64. Where they end, and how far apart the two paths ever are:

{table}
"""


def gradient(w: np.ndarray) -> np.ndarray:
    """Of x^2 / 20 + y^2."""
    return w * np.array([0.1, 2.0])


def paths(kind: str, settings: dict[str, object]) -> dict[str, np.ndarray]:
    """(STEPS + 1, 2) points on both sides."""
    mine = getattr(scratch.optimizers, kind)(**settings)
    theirs = getattr(load().keras.optimizers, kind)(**settings)
    w, variable = np.array(START), load().keras.Variable(np.array(START), dtype="float64")
    mine.build([w])
    theirs.build([variable])
    found = {"scratch": [w.copy()], "Keras": [variable.numpy()]}
    for _ in range(STEPS):
        mine.apply([gradient(w)], [w])
        theirs.apply([gradient(variable.numpy())], [variable])
        found["scratch"].append(w.copy())
        found["Keras"].append(variable.numpy())
    return {side: np.array(points) for side, points in found.items()}


def page() -> Page:
    """The page."""
    with scratch.config.default_float("float64"), reference.floatx("float64"):
        found = {name: paths(kind, float32_exact(settings)) for name, (kind, settings) in OPTIMIZERS.items()}
    rows = []
    for name, sides in found.items():
        ends = [f"({x:.3f}, {y:.3f})" for x, y in (sides[side][-1] + 0.0 for side in ("scratch", "Keras"))]
        apart = float(np.abs(sides["scratch"] - sides["Keras"]).max())
        rows.append(
            [name, f"{OPTIMIZERS[name][1]['learning_rate']:g}", *ends, "0" if apart == 0 else "below 1e-13" if apart < 1e-13 else apart]
        )
    text = TEXT.format(
        x0=START[0], y0=START[1], steps=STEPS,
        table=table(["optimizer", "learning rate", "scratch ends at", "Keras ends at", "farthest apart"], rows),
    )  # fmt: skip
    return Page("optimizer_paths", text, 0.01, {"optimizer_paths.svg": picture(found)})


def picture(found: dict[str, dict[str, np.ndarray]]) -> str:
    """Six small charts."""
    charts = [_chart(name, sides, colour) for (name, sides), colour in zip(found.items(), COLOURS, strict=True)]
    return svg(alt.concat(*charts, columns=3, spacing=24), width=0, height=0)


def _chart(name: str, sides: dict[str, np.ndarray], colour: str) -> alt.LayerChart:
    x = alt.X("x:Q", scale=alt.Scale(domain=[-9, 9], nice=False), axis=alt.Axis(title=None, tickCount=4))
    y = alt.Y("y:Q", scale=alt.Scale(domain=[-3, 3], nice=False), axis=alt.Axis(title=None, tickCount=4))
    line, rings = ([{"x": float(a), "y": float(b), "step": n} for n, (a, b) in enumerate(sides[side])] for side in ("scratch", "Keras"))
    base = [
        alt.Chart(alt.InlineData(_contour(level))).mark_line(color=PAINT.grid, strokeWidth=1, clip=True).encode(x, y, order="step:Q")
        for level in (0.1, 0.5, 1, 2, 4, 6)
    ]
    path = alt.Chart(alt.InlineData(line)).mark_line(color=colour, strokeWidth=2, clip=True).encode(x, y, order="step:Q")
    dots = alt.Chart(alt.InlineData(rings)).mark_point(color=colour, size=28, clip=True).encode(x, y)
    return alt.layer(*base, path, dots).properties(width=240, height=170, title=name)


def _contour(level: float) -> list[dict[str, float]]:
    """The ellipse x^2 / 20 + y^2 = level."""
    angles = np.linspace(0, 2 * np.pi, 73)
    points = zip(np.sqrt(20 * level) * np.cos(angles), np.sqrt(level) * np.sin(angles), strict=True)
    return [{"x": float(a), "y": float(b), "step": n} for n, (a, b) in enumerate(points)]
