"""What GitHub Actions shows by itself: the step's summary, and a mark at the line that is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from comparisons.reports import check_words, words
from comparisons.reports.files import json_ready

MOST = 10
"""GitHub shows no more errors a step."""


def tell(result: Mapping[str, Any]) -> list[str]:
    """Add to the step's summary, and give the lines to print, if this runs in GitHub Actions; else do nothing."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        from comparisons.reports.faces import text
        from comparisons.reports.overtime import Run

        with open(summary, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text([Run("", result)]) + "\n")
    return marks(result) if os.environ.get("GITHUB_ACTIONS") == "true" else []


def marks(result: Mapping[str, Any]) -> list[str]:
    """A workflow command for every part that is wrong, at its line if that is known."""
    result = words.tidy(json_ready(result))
    found = list(_of_parts(result) if words.at(result, "command") == "check" else _of_training(result))
    more = [f"::notice title=parity::{len(found) - MOST + 1} more in the report"] if len(found) > MOST else []
    return found[: MOST - bool(more)] + more


def _of_parts(result: Mapping[str, Any]) -> Iterator[str]:
    for part in words.listed(result, "components"):
        shown = check_words.shown(words.text(words.at(part, "verdict")))
        if shown.good:
            continue
        cause = next(iter(check_words.causes(part)), {})
        said = [words.text(words.at(cause, key), otherwise="") for key in ("summary", "fix")]
        why = said[0] or "; ".join(check_words.failing_lines(part)[:2]) or words.text(words.at(part, "missing"), otherwise="see the report")
        placed = cause if words.at(cause, "source") else part
        source = words.at(placed, "source")
        if check_words.in_cell(placed):
            source, why = {"file": words.at(source, "file")}, f"{check_words.place(placed)}: {why}"
        title = f"{words.text(words.at(part, 'name'))}: {words.text(words.at(cause, 'code'), otherwise=shown.word)}"
        yield _command(title, why + (f" Fix: {said[1]}" if said[1] else ""), source)


def _of_training(result: Mapping[str, Any]) -> Iterator[str]:
    shown = words.verdict(result)
    if not shown.good:
        yield _command(f"parity compare: {shown.word}", words.sentence(result), None)


def _command(title: str, message: str, source: Any) -> str:
    """`::error file=,line=,title=::message`, with what would end a field or a line escaped."""
    fields = {"file": words.at(source, "file"), "line": words.at(source, "line"), "title": title}
    given = ",".join(f"{name}={_escaped(str(value), ',:')}" for name, value in fields.items() if value)
    return f"::error {given}::{_escaped(message)}"


def _escaped(value: str, more: Sequence[str] = "") -> str:
    for letter in ("%", "\r", "\n", *more):
        value = value.replace(letter, f"%{ord(letter):02X}")
    return value
