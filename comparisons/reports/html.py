"""The report as one web page that needs nothing else: no network, no further file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from comparisons.reports import bundle, disagreement, sections, words
from comparisons.reports.charts import CURSOR, MEANS, PAGE, POINTS, gap_chart, look, loss_chart, readable, specification
from comparisons.reports.curves import Curves, curves, not_finite
from comparisons.reports.files import json_ready
from comparisons.reports.templates import template


def compose(result: Mapping[str, Any], *, vega: Callable[[], str | None] = bundle.vega) -> str:
    """The page of a compare result; any part of the result may be missing.

    Args:
        result: the result of a comparison.
        vega: gives Vega's JavaScript when it is needed, or None, and then it is made here.
    """
    result = words.tidy(json_ready(result))
    shown = curves(result)
    outsides = disagreement.outsides(result)
    return template("compare.html.jinja").render(
        model=words.text(words.at(result, "model"), otherwise="a model"),
        command=words.at(result, "reproduce"),
        shown=shown,
        verdict=words.verdict(result),
        sentence=words.sentence(result),
        facts=sections.facts(result),
        unfinished=sections.unfinished(result),
        early_stopping=sections.early_stopping(result),
        metric=sections.metric(result).replace("_", " "),
        headline=disagreement.headline(outsides[0][1]) if outsides else None,
        measures=list(disagreement.measures(result, *outsides[0])) if outsides else [],
        others=[(track, disagreement.where(outside), disagreement.moment(outside)) for track, outside in outsides[1:]],
        findings=sections.findings(result),
        broken=not_finite(result),
        epochs=sections.epochs(result),
        epoch_heads=sections.epoch_heads(result),
        layers=sections.layers(result),
        sides=sections.sides(result),
        tracks=sections.tracks(result),
        environment=sections.environment(result),
        charts=_in_script(_charts(shown)) if shown.steps else None,
        vega=(vega() or bundle.vega()).replace("</script", "<\\/script") if shown.steps else "",
        totals=[words.number(words.at(result, "parameters", side)) for side in words.SIDES.values()],
        max_gap=words.number(words.at(result, "tracks", "free", "max_gap"), 3),
        headroom=words.HEADROOM,
        number=words.number,
    )


def _charts(shown: Curves) -> dict[str, Any]:
    """What the page's script needs: the two charts as Vega-Lite, and their points by column."""
    loss = readable(loss_chart(shown, PAGE), shown, ["scratch", "Keras"], PAGE)
    gap = readable(gap_chart(shown, PAGE), shown, ["gap"], PAGE)
    common = {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}, "padding": 0, "config": look(PAGE)}
    cursor = [{"name": CURSOR, "value": -1}]
    return {
        "loss": {"spec": specification(loss, **common, params=cursor, height=320), "data": {POINTS: shown.loss, MEANS: shown.means}},
        "gap": {"spec": specification(gap, **common, params=cursor, height=240), "data": {POINTS: shown.gap}},
    }


def _in_script(value: Any) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element or start a comment."""
    return json.dumps(value, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
