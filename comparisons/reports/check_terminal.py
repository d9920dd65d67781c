"""What `parity check` prints: a row a part, then every disagreement with its smallest example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from comparisons.reports import by_file, changes, check_learner, check_words, words
from comparisons.reports.files import json_ready
from comparisons.reports.parts import Part, parts
from comparisons.reports.terminal import Page, standard_output

MOST_PARTS = 1000
MOST_LINES = 8


def print_check(result: Mapping[str, Any], report: object = None, *, console: Console | None = None) -> None:
    """Print a check result.

    Args:
        result: the result; any part may be missing.
        report: where the report lies, to be named in the last line.
        console: where to print, standard output if None. What is no terminal gets plain ASCII and no colours.
    """
    page = Page(console or standard_output())
    result = words.tidy(json_ready(result))
    found = parts(result, most=MOST_PARTS)
    several = by_file.files(result, parts(result, most=10**9).rows)
    short = {file.name: file.short for file in several}
    listed = [part for part in found.rows if not several or part.verdict_name != "match"]
    if listed:
        page.table(
            (*["file"] * bool(several), "part", "Keras", "verdict", "headroom"),
            [(*[short.get(part.target, part.target)] * bool(several), *_row(part)) for part in reversed(listed)],
            left=(0, 1, 2, 3) if several else (0, 1, 2),
        )
    if found.left_out:
        page.line((f"{words.plural(found.left_out, 'part')} more in result.json", "dim"))
    wrong = [part for part in found.rows if part.failing or part.causes or not part.verdict.good]
    for part in found.rows:
        for said, style in _told(part, alone=wrong == [part], of=f"{part.target}, " if several else ""):
            page.line((said, style), gap=True)
    if several:
        page.table(("file", "verdict", "matching", "what does not match"), [_of_file(file) for file in several], left=(0, 1, 3))
    shown = check_words.verdict_of(result)
    page.line((f"{page.icon(shown.icon)} {shown.word}:", f"bold {_tone(shown)}"), (f" {check_words.sentence(result)}", ""), gap=True)
    for said in check_words.not_checked(result):
        page.line((said, "dim"))
    page.line((", ".join(check_words.facts(result)), "dim"))
    page.line((f"Report: {words.tidy(str(report))}" if report else "", ""))


def print_changes(found: Sequence[changes.Change], *, console: Console | None = None) -> None:
    """Print what became worse or better since a baseline."""
    page = Page(console or standard_output())
    page.line(("\n".join(changes.line(change) for change in found[:MOST_PARTS]), ""), gap=True)
    page.line((changes.sentence(found), "bold red" if any(change.kind == "worse" for change in found) else "bold"), gap=True)


def _row(part: Part) -> tuple[str | Text, ...]:
    return part.name, part.reference or words.NOTHING, Text(part.verdict.word, _tone(part.verdict)), part.share.words


def _of_file(file: by_file.File) -> tuple[str | Text, ...]:
    return file.short, Text(file.verdict.word, _tone(file.verdict)), file.share, file.named


def _told(part: Part, *, alone: bool, of: str) -> Iterator[tuple[str, str]]:
    """Causes, the disagreement and notes of one part, as (text, style); the script too if no other part is wrong.

    Args:
        part: which.
        alone: whether no other part is wrong.
        of: before the name in its notes, where several files may have a part of that name.
    """
    if check_learner.is_foreign(part.component):
        yield check_learner.told(part.component), ""
        if alone and part.script:
            yield "\n".join(f"    {line}".rstrip() for line in part.script.splitlines()), "dim"
        yield from ((f"{of}{part.name}, {note}", "dim") for note in part.notes)
        return
    for finding in part.causes:
        where = check_words.place(finding) or part.place
        said = f"{part.name}, {words.text(finding.get('code'))}: {words.text(finding.get('summary'), otherwise='')}"
        fix = words.text(finding.get("fix"), otherwise="")
        yield said + (f"\n  fix: {fix}" if fix else "") + (f"\n  at:  {where}" if where else ""), ""
    yield from ((f"{part.name}: {said}", "") for said in (part.missing, part.region and f"differs {part.region}") if said)
    yield disagreement(part.component), ""
    if alone and part.script:
        yield "\n".join(f"    {line}".rstrip() for line in part.script.splitlines()), "dim"
    yield from ((f"{part.name}, {note}", "dim") for note in part.notes)


def disagreement(component: Mapping[str, Any]) -> str:
    """What, where, how far, how far is allowed and why, on the smallest example; then what else failed. Empty if nothing did."""
    found = words.at(component, "counterexample")
    lines = check_words.failing_lines(component)
    if not isinstance(found, Mapping):
        return "\n".join([words.text(words.at(component, "name")) + ":", *(f"  {line}" for line in lines)]) if lines else ""
    also = lines[1 : 1 + MOST_LINES]
    more = [f"  {len(lines) - 1 - MOST_LINES} more in result.json"] if len(lines) - 1 > MOST_LINES else []
    return "\n".join([check_words.block(component, found), *_richer(component), *(f"  {'also':<9} {line}" for line in also), *more])


def _richer(component: Mapping[str, Any]) -> Iterator[str]:
    """The same disagreement on a richer example: the smallest one has no room for a pattern."""
    specimen = words.at(component, "specimen")
    if isinstance(specimen, Mapping):
        yield f"  on a richer example ({words.text(words.at(specimen, 'what'))}):"
        yield from (f"    {name:<9} {said}" for name, said in check_words.measures(component, specimen) if name != "check")


def _tone(shown: words.Verdict) -> str:
    return "green" if shown.good else "red"
