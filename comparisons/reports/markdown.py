"""The report as Markdown, short enough for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from comparisons.reports import disagreement, sections, words
from comparisons.reports.files import json_ready

_MARKS = re.compile(r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])|^\s*[#>+=:-]|^\s*\d+[.)](?=\s|$)")
"""What means something in Markdown, some of it only at the start of a line or the edge of a word."""
_REACHES_OUT = re.compile(r"@|#(?=\d)|(?<=http)(?=s?:)|(?<=ftp)(?=:)|(?<=www)(?=\.)", re.IGNORECASE)
"""What a code forge makes a mention, a reference or a link of, even without mark-up."""
_FINDINGS = 10


def compose(result: Mapping[str, Any]) -> str:
    """The report; whatever the names in it hold, they are shown and do nothing."""
    result = words.tidy(json_ready(result))
    shown = words.verdict(result)
    parts = [f"### {shown.icon} {inline(shown.word)}: {inline(words.sentence(result))}", inline(", ".join(sections.facts(result)))]
    parts += [f"**{inline(said)}**" for said in (sections.unfinished(result),) if said]
    parts += [inline(said) for said in (sections.early_stopping(result),) if said]
    parts += [fence(disagreement.block(result, *found)) for found in disagreement.outsides(result)[:1]]
    parts += [_finding(finding) for finding in sections.findings(result).rows[:_FINDINGS]]
    parts += [_sides(result), _tracks(result), words.HEADROOM, *_command(result), _environment(result)]
    return "\n\n".join(part for part in parts if part) + "\n"


def inline(text: str) -> str:
    """``text`` as running text: no mark-up, no HTML, and nobody is mentioned by it."""
    text = " ".join(text.split())  # one line: the next one could start a heading, a list or a block
    text = _MARKS.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], text)
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return _REACHES_OUT.sub(lambda found: found[0] + "<!-- -->", text)  # an empty comment keeps the two halves apart


def fence(text: str, language: str = "text") -> str:
    """``text`` as a block, in a fence longer than any run of back-ticks in it."""
    ticks = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    return f"{ticks}{language}\n{text}\n{ticks}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]], *, left: Iterable[int] = (0,)) -> str:
    """A table: the first column, or those of ``left``, are text, the others are numbers."""
    head = list(head)
    rule = "|".join("---" if column in left else "---:" for column in range(len(head)))
    lines = [f"| {' | '.join(inline(cell) for cell in row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]])


def _sides(result: Mapping[str, Any]) -> str:
    counts = [words.at(result, "parameters", side) for side in ("scratch", "reference")]
    parameters = ("parameters", *(words.number(count) for count in counts), words.difference(*counts))
    return table(("", "scratch", "Keras", "difference"), [parameters, *sections.sides(result)])


def _tracks(result: Mapping[str, Any]) -> str:
    rows = [(track.name, track.headroom, _standing(track)) for track in sections.tracks(result)]
    return table(("track", "headroom", "allowance"), rows)


def _standing(track: sections.Track) -> str:
    return "outside" if track.outside else "within" if track.measured else words.NOTHING


def _finding(finding: Mapping[str, Any]) -> str:
    code, fix = finding.get("code"), finding.get("fix")
    said = [f"**{inline(words.text(code))}**" if code else "", inline(words.text(finding.get("summary"), otherwise=""))]
    return " ".join(part for part in [*said, f"Fix: {inline(words.text(fix))}" if fix else ""] if part)


def _command(result: Mapping[str, Any]) -> list[str]:
    command = words.at(result, "reproduce")
    return [fence(words.text(command), "sh")] if command else []


def _environment(result: Mapping[str, Any]) -> str:
    return inline(", ".join(f"{name} {value}" for name, value in sections.environment(result)))
