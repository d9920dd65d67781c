"""A result as a piece of HTML inside somebody else's page: no script, and no style that leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comparisons.reports import check_page, check_words, disagreement, plots, sections, words
from comparisons.reports.files import json_ready
from comparisons.reports.parts import parts
from comparisons.reports.templates import template


def compose(result: Mapping[str, Any], *, most: int) -> str:
    """The piece.

    Args:
        result: of check or compare; any part of it may be missing.
        most: parts of a check to show, the worst first.
    """
    result = words.tidy(json_ready(result))
    shown = {"check": _check, "compare": _compare}.get(words.text(words.at(result, "command")), _check)
    return template("notebook.html.jinja").render(number=words.number, headroom=words.HEADROOM, **shown(result, most))


def _check(result: Mapping[str, Any], most: int) -> dict[str, Any]:
    found = parts(result, most=most)
    insides = check_page.insides(found.rows)
    return {
        "command": "check",
        "verdict": check_words.verdict_of(result),
        "sentence": check_words.sentence(result),
        "facts": check_words.facts(result),
        "parts": [(part, inside, len(found.rows) == 1 or not part.verdict.good) for part, inside in zip(found.rows, insides, strict=True)],
        "left_out": found.left_out,
        "not_checked": check_words.not_checked(result),
    }


def _compare(result: Mapping[str, Any], most: int) -> dict[str, Any]:
    outsides = disagreement.outsides(result)
    return {
        "command": "compare",
        "verdict": words.verdict(result),
        "sentence": words.sentence(result),
        "facts": sections.facts(result),
        "block": disagreement.block(result, *outsides[0]) if outsides else "",
        "findings": sections.findings(result).rows[:5],
        "sides": sections.sides(result),
        "tracks": sections.tracks(result),
        "picture": plots.svg(result),
    }
