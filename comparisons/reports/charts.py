"""The two charts, once, as Altair definitions: the page and the picture files draw the same ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import altair as alt

from comparisons.reports.curves import Curves

CURSOR = "at"
"""Name of the parameter that holds the step under the pointer; the page sets it."""
POINTS, MEANS = "points", "means"
"""Names of the data sets the charts draw; given their values last, since Altair would walk through every one of them."""
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is built into vl-convert, so a picture is the same on every machine."""


@dataclass(frozen=True)
class Paint:
    """Colours, as anything an SVG attribute takes."""

    scratch: str = "#5596ce"
    keras: str = "#8f3a05"
    paper: str = "#ffffff"
    ink: str = "#1d1c1a"
    faint: str = "#67645d"
    grid: str = "#e4e1da"
    zone: str = "#e6efe7"
    edge: str = "#3f6f4a"
    bad: str = "#b3261e"
    font: str = FONT


PAGE = Paint(*(f"var(--{name})" for name in ("scratch", "keras", "paper", "ink", "faint", "grid", "zone", "edge", "bad")))
"""The page's own colours, so that light, dark and print are its style sheet's business alone."""


def loss_chart(curves: Curves, paint: Paint, *, points: str = POINTS) -> alt.LayerChart:
    """Both losses over the steps: scratch wide and solid, Keras thin on top of it, so that one shows where they agree."""
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(type="log" if curves.log_loss else "linear", domain=curves.loss_range, nice=not curves.log_loss),
        axis=alt.Axis(title=None, tickCount=6, format="~g" if curves.log_loss else alt.Undefined),
    )
    sides = {"fold": ["scratch", "Keras"], "as_": ["side", "value"]}
    names = alt.Scale(domain=["scratch", "Keras"], range=[paint.scratch, paint.keras])
    lines = alt.Chart(alt.NamedData(points)).transform_fold(**sides).mark_line(strokeJoin="round")
    lines = lines.encode(
        _steps(curves),
        y,
        alt.Color("side:O", scale=names, legend=alt.Legend(symbolType="stroke", symbolSize=400)),
        alt.StrokeWidth("side:O", scale=alt.Scale(domain=["scratch", "Keras"], range=[4, 1.25])),
    )
    # The other way round: scratch's dot is the small one, in the middle of Keras's.
    dots = alt.Chart(alt.NamedData(MEANS)).transform_fold(["Keras", "scratch"], as_=sides["as_"])
    dots = dots.transform_calculate(size="datum.side == 'scratch' ? 55 : 190").mark_point(filled=True, opacity=1, stroke=paint.paper)
    dots = dots.encode(_steps(curves), y, alt.Color("side:O"), alt.Size("size:Q", scale=None, legend=None))
    return alt.layer(*_marker(curves, paint), lines, dots)


def gap_chart(curves: Curves, paint: Paint, *, points: str = POINTS) -> alt.LayerChart:
    """The gap between the losses at every step, on the band it may lie in; a zero gap lies on the axis."""
    lowest, highest = curves.floor, _highest(curves)
    scale = alt.Scale(type="log", domain=[lowest, highest * (highest / lowest) ** 0.12], nice=False)
    label = f"datum.value < {lowest!r} * 1.01 ? '0' : format(datum.value, datum.value < 1e-3 || datum.value > 1e5 ? '~e' : '~g')"
    axis = alt.Axis(title=None, values=_decades(lowest, highest), labelExpr=label)
    clamped = {name: f"isValid(datum.{name}) ? max(datum.{name}, {lowest!r}) : null" for name in ("gap", "allowed")}
    base = alt.Chart(alt.NamedData(points)).transform_calculate(side="datum.gap > datum.allowed ? 'gap outside' : 'gap'", **clamped)
    base = base.transform_calculate(size="datum.side == 'gap' ? 8 : 16")
    allowed = base.transform_filter("isValid(datum.allowed)").encode(_steps(curves), alt.Y("allowed:Q", scale=scale, axis=axis))
    band = allowed.mark_area(color=paint.zone, line={"color": paint.edge, "strokeWidth": 1.5}).encode(alt.Y2(datum=lowest))
    name = allowed.transform_filter(f"datum.step == {_last(curves)}")  # its right end: an envelope grows, so there is room above it
    name = name.mark_text(text="allowed", color=paint.edge, align="right", dy=-9, fontSize=12)
    kinds = ["gap", "gap outside"] if curves.crossed else ["gap"]
    dots = base.transform_filter("isValid(datum.gap)").mark_point(filled=True, opacity=1)
    dots = dots.encode(
        _steps(curves),
        alt.Y("gap:Q", scale=scale, axis=axis),
        alt.Color("side:N", scale=alt.Scale(domain=kinds, range=[paint.ink, paint.bad]), legend=alt.Legend(symbolSize=60)),
        alt.Shape("side:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"])),
        alt.Size("size:Q", scale=None, legend=None),
    )
    return alt.layer(band, *_marker(curves, paint), dots, name)


def readable(chart: alt.LayerChart, curves: Curves, names: list[str], paint: Paint) -> alt.LayerChart:
    """``chart`` with a line at the step ``CURSOR`` names, and a ring on each of the ``names`` curves."""
    here = alt.Chart(alt.NamedData(POINTS)).transform_filter(f"datum.step == {CURSOR}").encode(_steps(curves))
    floor = f"isValid(datum.value) ? max(datum.value, {curves.floor!r}) : null" if "gap" in names else "datum.value"
    rings = (
        here.transform_fold(names, as_=["side", "value"]).transform_calculate(value=floor).mark_point(size=50, opacity=1, color=paint.ink)
    )
    return alt.layer(chart, here.mark_rule(color=paint.faint), rings.encode(alt.Y("value:Q")))


def specification(chart: alt.LayerChart, **more: Any) -> dict[str, Any]:
    """``chart`` as Vega-Lite, with ``more`` at its top: Altair's own setters copy the whole chart, once for each setting.

    The schema's address is left out: vl-convert and Vega draw with the version they have, and would warn about another one.
    """
    found = {**chart.to_dict(validate=False), **more}
    found.pop("$schema", None)
    return found


def look(paint: Paint) -> dict[str, Any]:
    """The quiet look of the report, as Vega-Lite's config."""
    lines = {"gridColor": paint.grid, "domainColor": paint.grid, "tickColor": paint.grid}
    words = {"labelColor": paint.faint, "titleColor": paint.faint, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    return {
        "font": paint.font,
        "background": "transparent" if paint is PAGE else paint.paper,
        "mark": {"aria": paint is not PAGE},  # in a page the words beside a chart stand for it, not each of its marks
        "view": {"stroke": None},
        "axis": {**lines, **words},
        "legend": {"orient": "top", "title": None, "labelColor": paint.ink, "labelFontSize": 13, "offset": 8},
        "title": {
            "frame": "group", "anchor": "start", "offset": 10, "color": paint.ink, "fontSize": 15,
            "subtitleColor": paint.faint, "subtitleFontSize": 12,
        },
    }  # fmt: skip


def _steps(curves: Curves) -> alt.X:
    title = "step; each grid line ends an epoch" if curves.epoch_ends else "step"
    grid = alt.Axis(
        title=title,
        values=curves.epoch_ends or alt.Undefined,
        grid=bool(curves.epoch_ends),
        format=",d",
        labelOverlap="greedy",
        labelSeparation=8,
    )
    return alt.X("step:Q", scale=alt.Scale(domain=[1, max(curves.steps, 2)], nice=False), axis=grid)


def _marker(curves: Curves, paint: Paint) -> list[alt.Chart]:
    """Where the losses first left their allowance, if they did."""
    if curves.outside is None:
        return []
    late = curves.outside > curves.steps * 0.6  # the note stands where there is room for it
    here = alt.Chart(alt.InlineData([{"step": curves.outside}])).encode(_steps(curves))
    note = {"text": f"first outside: step {curves.outside:,}", "align": "right" if late else "left", "dx": -6 if late else 6}
    return [here.mark_rule(color=paint.bad, strokeWidth=1.5), here.mark_text(color=paint.bad, fontSize=12, **note).encode(y=alt.value(8))]


def _highest(curves: Curves) -> float:
    values = [value for name in ("gap", "allowed") for value in curves.gap[name] if isinstance(value, int | float)]
    return min(max([10 * curves.floor, *values]), 1e300)  # room for the axis to end above it


def _last(curves: Curves) -> float:
    """The last step with an allowance, 0 if none has one."""
    steps = zip(curves.gap["step"], curves.gap["allowed"], strict=True)
    return max((step for step, allowed in steps if isinstance(step, int | float) and isinstance(allowed, float)), default=0)


def _decades(lowest: float, highest: float) -> list[float]:
    """Powers of ten to label, from ``lowest`` up, seven at most."""
    low, high = round(math.log10(lowest)), math.ceil(math.log10(highest))
    return [float(f"1e{power}") for power in range(low, high + 1, max(1, -(-(high - low) // 6)))]
