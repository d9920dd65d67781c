"""One picture of several results: how many parts got which verdict, or how much of the allowance each track used."""

from __future__ import annotations

from typing import Any

import altair as alt
import vl_convert

from comparisons.reports import check_words, sections, words
from comparisons.reports.charts import PAGE, Paint, look, specification
from comparisons.reports.curve_charts import slim
from comparisons.reports.overtime import OverTime

WIDTH, HEIGHT = 640, 200
TICKS = 4
TRACK_COLOURS = ("ink", "scratch", "keras")


def svg(found: OverTime, paint: Paint = PAGE) -> str:
    """The picture; empty if there is nothing to draw."""
    rows = _verdicts(found) if found.command == "check" else _shares(found)
    if not rows:
        return ""
    chart = _bars(rows, found, paint) if found.command == "check" else _lines(alt.InlineData(rows), paint)
    drawn = specification(chart, width=WIDTH, height=HEIGHT, config=look(paint))
    return slim(vl_convert.vegalite_to_svg(drawn))


def _verdicts(found: OverTime) -> list[dict[str, Any]]:
    return [
        {"run": number, "label": run.label[:24], "verdict": check_words.shown(name).word, "count": count}
        for number, run in enumerate(found.runs)
        for name, count in check_words.counts(run.result).items()
        if name != "match"
    ]


def _shares(found: OverTime) -> list[dict[str, Any]]:
    rows = []
    for number, run in enumerate(found.runs):
        for track in sections.tracks(run.result):
            share = words.real(words.at(run.result, "tracks", track.name, "headroom"))
            if share is not None and 0 < share < 1e30:
                rows.append({"run": number, "label": run.label[:24], "track": track.name, "share": share})
    return rows


def _x(labels: list[str] | None = None) -> alt.X:
    return alt.X(
        "label:O", sort=labels or alt.EncodingSortField(field="run"), axis=alt.Axis(title=None, labelAngle=0, labelOverlap="greedy"),
        **({"scale": alt.Scale(domain=labels)} if labels else {}),
    )  # fmt: skip  # with a scale of its own where runs without a bar are to be seen as well


def _bars(rows: list[dict[str, Any]], found: OverTime, paint: Paint) -> alt.Chart:
    """Parts that do not match, by verdict: a bar a run, also where there is nothing in it."""
    tones = {"Convention": paint.edge, "Deviation": paint.bad, "Mismatch": paint.keras, "Error": paint.ink, "Unrecognised": paint.faint}
    there = {row["verdict"] for row in rows}
    tones = {verdict: tone for verdict, tone in tones.items() if verdict in there}
    colours = alt.Scale(domain=list(tones), range=list(tones.values()))
    highest = max(sum(row["count"] for row in rows if row["run"] == run) for run in range(len(found.runs)))
    axis = alt.Axis(title="parts that do not match", tickCount=min(highest, TICKS), format="d")
    chart = alt.Chart(alt.InlineData(rows)).mark_bar(size=22)
    return chart.encode(_x([label[:24] for label in found.labels]), alt.Y("count:Q", axis=axis), alt.Color("verdict:N", scale=colours))


def _lines(data: alt.InlineData, paint: Paint) -> alt.LayerChart:
    """Headroom of every track on a log axis, and the line it may not cross."""
    scale = alt.Scale(domain=list(words.TRACKS), range=[getattr(paint, name) for name in TRACK_COLOURS])
    y = alt.Y("share:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title="headroom", format="%", tickCount=5))
    lines = alt.Chart(data).mark_line(point=True).encode(_x(), y, alt.Color("track:N", scale=scale))
    limit = alt.Chart(alt.InlineData([{"share": 1.0}])).mark_rule(color=paint.bad, strokeDash=[4, 3]).encode(y)
    return alt.layer(limit, lines)
