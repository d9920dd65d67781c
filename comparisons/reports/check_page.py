"""The result of `parity check` as one web page that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comparisons.reports import check_words, curve_charts, sections, words
from comparisons.reports.files import json_ready
from comparisons.reports.parts import Part, parts
from comparisons.reports.templates import template

MOST_DRAWN = 60
"""Parts whose curves are drawn: each takes some 20 kB."""


def compose(result: Mapping[str, Any]) -> str:
    """The page of a check result; any part of the result may be missing."""
    result = words.tidy(json_ready(result))
    shown = parts(result)
    groups: dict[str, list[Part]] = {}
    for part in shown.rows:
        groups.setdefault(part.verdict_name, []).append(part)
    return template("check.html.jinja").render(
        verdict=check_words.verdict_of(result),
        sentence=check_words.sentence(result),
        facts=check_words.facts(result),
        unfinished="Stopped before the end: the parts below are those that were checked until then."
        if words.at(result, "interrupted")
        else "",
        counts=[(name, check_words.shown(name), count) for name, count in check_words.counts(result).items()],
        groups=[(name, check_words.shown(name), found) for name, found in groups.items()],
        left_out=shown.left_out,
        sentences=_sentences(result),
        drawn=_drawn(shown.rows),
        environment=sections.environment(result),
        headroom=words.HEADROOM,
        number=words.number,
        place=check_words.place,
        text=words.text,
    )


def _sentences(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(check, the property) of every check that says what it is."""
    found: dict[str, str] = {}
    for part in words.listed(result, "components"):
        for check in words.listed(part, "checks"):
            said = words.text(words.at(check, "sentence"), otherwise="")
            if said and len(found) < 100:
                found.setdefault(words.text(words.at(check, "name")), said)
    return list(found.items())


def _drawn(shown: list[Part]) -> dict[str, list[tuple[str, str, str]]]:
    """Anchor -> (picture, its words, where) of every curve."""
    with_curves = [part for part in shown if words.listed(part.component, "curves")][:MOST_DRAWN]
    return {
        part.anchor: [
            (svg, drawing.words, drawing.where) for drawing in curve_charts.drawings(part.component, part.who) if (svg := drawing.svg())
        ]
        for part in with_curves
    }
