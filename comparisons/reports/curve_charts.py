"""An activation over the range of x, drawn once as SVG: the chart library would be larger than all of its charts."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import altair as alt
import vl_convert

from comparisons.reports.charts import PAGE, Paint, look, specification
from comparisons.reports.words import at, listed, number, real, text

MOST_POINTS = 400
WIDTH, VALUES, GAP = 330, 130, 90
TICKS = [-1000, -100, -10, -1, 0, 1, 10, 100, 1000]
LINEAR = 1
"""Where the axes of x and y pass from linear to logarithmic."""
PLAIN = "'' + datum.value"
FAR_INSIDE = 1e-4
"""Part of the smallest allowance below which gaps lie on the axis, as zero does."""
WIDEST = 1e-12
"""The same of the largest: an axis of forty decades shows nothing."""
NO_GAP = 1e-20
"""Where a gap of zero is drawn if there is nothing but zeros."""
_NEEDLESS = re.compile(
    r' (?:fill-opacity="1"|stroke-miterlimit="10"|pointer-events="none"|class="[^"]*"|font-weight="normal"|opacity="1"'
    r'|aria-\w+="[^"]*"|role="[^"]*"|stroke-width="1"|xmlns:xlink="[^"]*"|version="1.1")'
)
"""What says nothing in a page: the words beside the picture stand for it."""
_HOLLOW = re.compile(r'<path d="[^"]*"(?: display="none")?/>|<g></g>')
_FINE = re.compile(r"(\d+\.\d)\d+")


class Drawing:
    """One quantity as a picture with the words that stand for it."""

    def __init__(self, curve: Mapping[str, Any], who: str) -> None:
        self.quantity = text(at(curve, "quantity"))
        self.points = _points(curve)
        self.where = ", ".join(part for part in (text(at(curve, "dtype"), otherwise=""), _settings(curve)) if part)
        self.outside = [point for point in self.points if point["gap"] is not None and not point["gap"] <= point["allowed"]]
        self._who = who

    @property
    def words(self) -> str:
        """What the picture shows, for those who do not see it."""
        if not self.outside:
            return f"{self.quantity}: within its allowance at all {len(self.points)} points"
        worst = max(self.outside, key=lambda point: point["gap"])
        reach = f"from x = {number(self.outside[0]['x'], 4)} to {number(self.outside[-1]['x'], 4)}"
        return f"{self.quantity}: outside at {len(self.outside)} of {len(self.points)} points, {reach}, most at x = {number(worst['x'], 4)}"

    def svg(self, paint: Paint = PAGE) -> str:
        """Both curves, and their gap on its allowance; empty where there is nothing to draw."""
        if not any(point["gap"] is not None for point in self.points):
            return ""
        drawn = vl_convert.vegalite_to_svg(_specification(self.points, self._who, paint))
        return slim(drawn)


def slim(drawn: str) -> str:
    """An SVG without what a page does not need; the words beside it stand for it, so that screen readers pass over it."""
    return _FINE.sub(r"\1", _HOLLOW.sub("", _NEEDLESS.sub("", drawn))).replace("<svg ", '<svg aria-hidden="true" ', 1)


def drawings(part: Any, who: str) -> list[Drawing]:
    """A drawing for every curve of a part."""
    return [Drawing(curve, who) for curve in listed(part, "curves")[:4] if isinstance(curve, Mapping)]


def _points(curve: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = {"x": "x", "mine": "candidate", "keras": "reference", "gap": "apart", "allowed": "allowed"}
    columns = {name: [_drawable(value) for value in listed(curve, key)[:MOST_POINTS]] for name, key in names.items()}
    rows = [dict(zip(columns, row)) for row in zip(*columns.values())]
    for row, apart in zip(rows, listed(curve, "apart")):
        if real(apart) is not None and row["gap"] is None:
            row["gap"] = math.inf  # one side is not finite
    return sorted((row for row in rows if row["x"] is not None and row["allowed"] is not None), key=lambda row: row["x"])


def _drawable(value: Any) -> float | None:
    found = real(value)
    return found if found is not None and math.isfinite(found) and abs(found) < 1e300 else None


def _settings(curve: Mapping[str, Any]) -> str:
    given = at(curve, "settings")
    return ", ".join(f"{name}={value}" for name, value in given.items()) if isinstance(given, Mapping) else ""


def _specification(points: list[dict[str, Any]], who: str, paint: Paint) -> dict[str, Any]:
    both = alt.vconcat(_values(points, who, paint), _gap(points, paint), spacing=14)
    return specification(both, config=look(paint), padding={"left": 2, "right": 12, "top": 2, "bottom": 2})


def _x(*, labels: bool) -> alt.X:
    return alt.X(
        "x:Q",
        scale=alt.Scale(type="symlog", constant=LINEAR, domain=[-1000, 1000], nice=False),
        axis=alt.Axis(title="x" if labels else None, values=TICKS, labels=labels, ticks=labels, grid=True, labelExpr=PLAIN),
    )


def _values(points: list[dict[str, Any]], who: str, paint: Paint) -> alt.LayerChart:
    """The candidate wide, Keras thin on top of it: one line where they agree."""
    domain = _domain([point[side] for point in points for side in ("mine", "keras") if point[side] is not None])
    scale = alt.Scale(type="symlog", constant=LINEAR, domain=domain, nice=False)
    axis = alt.Axis(title=None, values=_ticks(domain), labelExpr=PLAIN)
    layers = []
    for side, name, colour, width in (("mine", who, paint.scratch, 4), ("keras", "Keras", paint.keras, 1.25)):
        data = alt.InlineData([{"x": _short(point["x"]), "y": _short(point[side]), "side": name} for point in points])
        colours = alt.Scale(domain=[who, "Keras"], range=[paint.scratch, paint.keras])
        legend = alt.Legend(symbolType="stroke", symbolSize=300, symbolStrokeWidth=3)
        line = alt.Chart(data).mark_line(strokeWidth=width, strokeJoin="round", color=colour)
        layers.append(
            line.encode(_x(labels=False), alt.Y("y:Q", scale=scale, axis=axis), alt.Color("side:N", scale=colours, legend=legend))
        )
    return alt.layer(*layers).properties(width=WIDTH, height=VALUES)


def _gap(points: list[dict[str, Any]], paint: Paint) -> alt.LayerChart:
    """The gap at every x on the band it may lie in; a gap of zero lies on the axis."""
    allowances = [point["allowed"] for point in points if point["allowed"] > 0]
    gaps = [point["gap"] for point in points if point["gap"] is not None and math.isfinite(point["gap"])]
    lowest = max(FAR_INSIDE * min(allowances, default=NO_GAP), WIDEST * max(allowances, default=NO_GAP), 1e-300)
    low = 10.0 ** math.floor(math.log10(lowest))
    high = max(10 * low, 3 * max([*allowances, *gaps], default=low))
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    axis = alt.Axis(title="gap", values=_decades(low, high), format="~e")
    y = alt.Y("y:Q", scale=scale, axis=axis)
    allowed = alt.Chart(alt.InlineData([{"x": _short(p["x"]), "y": _short(max(p["allowed"], low))} for p in points]))
    band = allowed.mark_area(color=paint.zone, line={"color": paint.edge, "strokeWidth": 1.25}).encode(
        _x(labels=True), y, alt.Y2(datum=low)
    )
    layers = [band]
    for outside, colour, size in ((False, paint.ink, 4), (True, paint.bad, 9)):
        dots = [
            {"x": _short(p["x"]), "y": _short(min(max(p["gap"], low), high))}
            for p in points
            if p["gap"] is not None and p["gap"] > 0 and (not p["gap"] <= p["allowed"]) == outside
        ]
        if dots:
            layers.append(
                alt.Chart(alt.InlineData(dots)).mark_point(filled=True, opacity=1, size=size, color=colour).encode(_x(labels=True), y)
            )
    return alt.layer(*layers).properties(width=WIDTH, height=GAP)


def _domain(values: list[float]) -> list[float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    return [low, high] if high > low else [low - 1, high + 1]


def _ticks(domain: list[float]) -> list[float]:
    """Powers of ten on both sides of zero, three of them at most a side."""
    found = [0.0]
    for sign, reach in ((1, domain[1]), (-1, -domain[0])):
        top = math.floor(math.log10(reach)) if reach >= 1 else 0
        found += [sign * 10.0**power for power in range(0, top + 1, max(1, -(-(top + 1) // 2)))]
    return sorted(tick for tick in found if domain[0] <= tick <= domain[1])


def _decades(low: float, high: float) -> list[float]:
    lowest, highest = round(math.log10(low)), math.floor(math.log10(high))
    return [float(f"1e{power}") for power in range(lowest, highest + 1, max(1, -(-(highest - lowest) // 3)))]


def _short(value: float | None) -> float | None:
    """Fewer digits than a picture could show make it smaller."""
    return None if value is None else float(f"{value:.4g}")
