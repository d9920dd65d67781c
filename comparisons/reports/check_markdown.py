"""The result of `parity check` as Markdown that fits a comment on a pull request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comparisons.reports import by_file, check_words, words
from comparisons.reports.files import json_ready
from comparisons.reports.markdown import fence, inline, table
from comparisons.reports.parts import Part, parts

LONGEST = 60_000
"""Characters at most; a comment on a pull request holds 65,536."""
MOST_ROWS, MOST_TOLD, MOST_NAMES, MOST_FILES = 50, 10, 150, 400
LONG_CELL = 160


def compose(result: Mapping[str, Any]) -> str:
    """The report; whatever the names in it hold, they are shown and do nothing."""
    result = words.tidy(json_ready(result))
    shown = check_words.verdict_of(result)
    found = parts(result, most=10**9).rows
    wrong = [part for part in found if not part.verdict.good or part.verdict_name == "convention"]
    opening = [
        f"### {shown.icon} {inline(shown.word)}: {inline(check_words.sentence(result))}",
        inline(", ".join(check_words.facts(result))),
    ]
    if words.at(result, "interrupted"):
        opening.append("**Stopped before the end: these are the parts that were checked until then.**")
    closing = [_matching([part for part in found if part.verdict_name == "match"])] if found else []
    closing += [inline(_cell(said)) for said in check_words.not_checked(result)] + [words.HEADROOM] * bool(found)
    several = by_file.files(result, found)
    if several:
        opening.append(_files(several))
    return _fitting([*opening, *_table(wrong, with_files=bool(several))], [_told(part) for part in wrong[:MOST_TOLD]], closing)


def _fitting(opening: list[str], told: list[str], closing: list[str]) -> str:
    """Everything, or as many of the disagreements as there is room for."""
    for count in range(len(told), -1, -1):
        cut = [f"{words.plural(len(told) - count, 'disagreement')} more in report.html."] if count < len(told) else []
        text = "\n\n".join(part for part in [*opening, *told[:count], *cut, *closing] if part) + "\n"
        if len(text) <= LONGEST:
            return text
    return "\n\n".join(opening[:2])[:LONGEST] + "\n"


def _files(several: list[by_file.File]) -> str:
    rows = [(_cell(file.short), file.verdict.word, file.share, _cell(file.named)) for file in several[:MOST_FILES]]
    more = f"\n\n{words.plural(len(several) - MOST_FILES, 'file')} more in result.json." if len(several) > MOST_FILES else ""
    return table(("file", "verdict", "matching", "what does not match"), rows, left=(0, 1, 3)) + more


def _table(wrong: list[Part], *, with_files: bool) -> list[str]:
    if not wrong:
        return []
    names = [f"{part.name}, {part.target}" if with_files and part.target != part.name else part.name for part in wrong[:MOST_ROWS]]
    rows = [
        (_cell(name), part.verdict.word, part.share.words, _cell(part.reference), _cell(part.why))
        for name, part in zip(names, wrong, strict=False)
    ]
    more = [f"{words.plural(len(wrong) - MOST_ROWS, 'part')} more that do not match."] if len(wrong) > MOST_ROWS else []
    return [table(("part", "verdict", "headroom", "Keras", "why"), rows, left=(0, 1, 3, 4)), *more]


def _told(part: Part) -> str:
    """Causes with their fixes, then the smallest example."""
    lines = []
    for finding in part.causes[:3]:
        fix, where = words.text(finding.get("fix"), otherwise=""), check_words.place(finding) or part.place
        said = [f"**{inline(words.text(finding.get('code')))}**", inline(words.text(finding.get("summary"), otherwise=""))]
        said += [f"Fix: {inline(fix)}"] if fix else []
        lines.append(" ".join([*said, *([f"({inline(where)})"] if where else [])]))
    found = words.at(part.component, "counterexample")
    if isinstance(found, Mapping):
        lines.append(fence(check_words.block(part.component, found)))
    elif part.failing and not part.causes:
        lines.append(fence("\n".join([part.name, *(f"  {line}" for line in part.failing[:5])])))
    return "\n\n".join(lines)


def _matching(good: list[Part]) -> str:
    if not good:
        return ""
    named = ", ".join(inline(_cell(part.name)) for part in good[:MOST_NAMES])
    more = f" and {words.number(len(good) - MOST_NAMES)} more" if len(good) > MOST_NAMES else ""
    return f"Matching: {named}{more}."


def _cell(text: str) -> str:
    return text if len(text) <= LONG_CELL else text[: LONG_CELL - 4] + " ..."
