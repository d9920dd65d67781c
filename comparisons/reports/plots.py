"""The loss plot as picture files, from the same charts as the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import vl_convert

from comparisons.reports.charts import MEANS, POINTS, Paint, gap_chart, look, loss_chart, specification
from comparisons.reports.curves import Curves, curves, without_text
from comparisons.reports.files import json_ready
from comparisons.reports.words import at, number, text, tidy, verdict

_WIDTH, _LOSS_HEIGHT, _GAP_HEIGHT = 840, 300, 170
_PNG_SCALE = 2


def svg(result: Mapping[str, Any]) -> str:
    """Both losses, and their gap on the allowance, as an SVG picture; the same text for the same result."""
    return vl_convert.vegalite_to_svg(_picture(tidy(json_ready(result))))


def png(picture: str) -> bytes:
    """An SVG picture of ``svg`` as PNG at twice its size; the same bytes for the same picture."""
    return vl_convert.svg_to_png(picture, scale=_PNG_SCALE)


def _picture(result: Mapping[str, Any]) -> dict[str, Any]:
    """Both charts under each other, as Vega-Lite."""
    shown, paint = curves(result), Paint()
    upper = specification(loss_chart(shown, paint), width=_WIDTH, height=_LOSS_HEIGHT, title=_title(result, shown))
    below = {
        "text": "Gap between the two losses, and the gap that rounding noise allows",
        "subtitle": f"zero is drawn at {number(shown.floor)}",
    }
    lower = specification(gap_chart(shown, paint, points="gaps"), width=_WIDTH, height=_GAP_HEIGHT, title=below)
    tables = {POINTS: shown.loss, MEANS: shown.means, "gaps": shown.gap}
    data = {name: without_text(table) for name, table in tables.items()}
    for chart in (upper, lower):
        data |= chart.pop("datasets", {})
    return {
        "config": look(paint),
        "padding": 20,
        "spacing": 28,
        "vconcat": [upper, lower],
        "resolve": {"scale": dict.fromkeys(("color", "size", "shape", "strokeWidth"), "independent")},
        "datasets": data,
    }


def _title(result: Mapping[str, Any], shown: Curves) -> dict[str, Any]:
    parts = [at(result, "dtype"), at(result, "data", "name"), f"{shown.steps:,} steps"]
    return {
        "text": f"{verdict(result).word}: {text(at(result, 'model'), otherwise='a model')}, loss of scratch and Keras",
        "subtitle": ", ".join(str(part) for part in parts if part),
    }
