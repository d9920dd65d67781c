"""The result of `parity check` as one web page that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from comparisons.reports import by_file, check_words, curve_charts, sections, words
from comparisons.reports.files import json_ready
from comparisons.reports.parts import Part, parts
from comparisons.reports.templates import template

MOST_BYTES = 1_700_000
"""Of all parts' insides together: with its rows and styles the page stays under two megabytes."""
MOST_DRAWN = 60
"""Parts whose curves are drawn, as that takes time."""

Curve = tuple[str, str, str]
"""Picture, its words, where it was made."""
Draw = Callable[[Any, str], list[curve_charts.Drawing]]


def compose(result: Mapping[str, Any], *, draw: Draw = curve_charts.drawings) -> str:
    """The page of a check result; any part of the result may be missing.

    Args:
        result: the result of a check.
        draw: makes the drawings of a part's curves.
    """
    result = words.tidy(json_ready(result))
    shown = parts(result)
    told = insides(shown.rows, draw)
    groups: dict[str, list[tuple[Part, Markup | None]]] = {}
    for part, inside in zip(shown.rows, told, strict=True):
        groups.setdefault(part.verdict_name, []).append((part, inside))
    return template("check.html.jinja").render(
        verdict=check_words.verdict_of(result),
        sentence=check_words.sentence(result),
        facts=check_words.facts(result),
        unfinished="Stopped before the end: the parts below are those that were checked until then."
        if words.at(result, "interrupted")
        else "",
        files=by_file.files(result, shown.rows),
        counts=[(name, check_words.shown(name), count) for name, count in check_words.counts(result).items()],
        groups=[(name, check_words.shown(name), found) for name, found in groups.items()],
        left_out=shown.left_out,
        not_checked=check_words.not_checked(result),
        sentences=_sentences(result),
        with_curves=any(words.listed(part.component, "curves") for part in shown.rows),
        environment=sections.environment(result),
        headroom=words.HEADROOM,
        number=words.number,
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


def insides(shown: list[Part], draw: Draw = curve_charts.drawings) -> list[Markup | None]:
    """What is inside every part: without its curves, then not at all, where it would make the page too large."""
    left, drawn, made_so_far = MOST_BYTES, 0, []
    for part in shown:
        inside: Markup | None = None
        for curves in _curves(part, draw) if drawn < MOST_DRAWN else [[]]:
            made = _inside(part, curves)
            size = len(made.encode("utf-8", "backslashreplace"))
            if size <= left:
                inside, left, drawn = made, left - size, drawn + bool(curves)
                break
        made_so_far.append(inside)
    return made_so_far


def _curves(part: Part, draw: Draw) -> Iterator[list[Curve]]:
    """With curves, and if that is too large without."""
    found = draw(part.component, part.who)
    if found:
        yield [(svg, drawing.words, drawing.where) for drawing in found if (svg := drawing.svg())]
    yield []


def _inside(part: Part, curves: list[Curve]) -> Markup:
    macros: Any = template("check_part.html.jinja").module
    return Markup(macros.details_of(part, curves, check_words.place, words.text, words.number))  # escaped by the template
