"""The registry as tables: for `parity list`, `docs/parts.md` and README."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from comparisons.checks import CHECKS
from comparisons.checks.verdicts import checks_for
from comparisons.pairs import PAIRS

HEADINGS = ("kind", "part", "Keras", "checks", "left out, and why")


def catalogue() -> list[dict[str, Any]]:
    """One entry a pair: kind, name, reference, checks that apply, those that do not with the reason, known failures."""
    rows = []
    for pair in PAIRS:
        applying, left_out = checks_for(pair)
        rows.append(
            {
                "kind": pair.kind,
                "name": pair.name,
                "reference": pair.reference_name,
                "dtypes": list(pair.dtypes),
                "checks": [check.name for check in applying],
                "left_out": left_out,
                "expected_failures": dict(pair.fails),
            }
        )
    return rows


def markdown_table() -> str:
    """All parts, a row each."""
    return table([HEADINGS, *(_row(entry) for entry in catalogue())])


def parts_page() -> str:
    """`docs/parts.md`: every part, kind by kind, and what the checks are."""
    sections = [
        "# Every part, and what it is checked for",
        f"{len(PAIRS)} parts of `scratch`, each with the Keras part it is compared with. "
        "Made from the registry by `python tools/make_parts_page.py`; `parity list` prints the same.",
        table([("check", "property"), *((check.name, check.sentence) for check in CHECKS)]),
    ]
    for _, entries in _kinds():
        sections += _section(entries)
    return "\n\n".join(sections) + "\n"


def _section(entries: list[dict[str, Any]]) -> list[str]:
    """A kind of parts: what holds for all of them, and the table."""
    everywhere = dict(set.intersection(*(set(_reasons(entry).items()) for entry in entries)))
    rows = [(*_row(entry)[1:-1], _said({k: why for k, why in _reasons(entry).items() if k not in everywhere})) for entry in entries]
    heading = f"## {entries[0]['reference'].rpartition('.')[0]}"
    return [heading, f"Left out for all: {_said(dict(sorted(everywhere.items())))}.", table([HEADINGS[1:], *rows])]


def summary() -> str:
    """README's table: a row a kind."""
    rows = [("compared with", "parts", "among them", "floating types", "checks")]
    for _, entries in _kinds():
        names = [f"`{entry['name']}`" for entry in entries]
        dtypes = dict.fromkeys(dtype for entry in entries for dtype in entry["dtypes"])
        checks = dict.fromkeys(check for entry in entries for check in entry["checks"])
        few = ", ".join(names[:: max(1, len(names) // 3)][:3])
        rows.append((f"`{entries[0]['reference'].rpartition('.')[0]}`", str(len(entries)), few, ", ".join(dtypes), str(len(checks))))
    return table(rows)


def table(rows: Iterable[tuple[str, ...]]) -> str:
    """Markdown, the first row being the headings."""
    first, *others = rows
    cells = ([cell.replace("|", "\\|") for cell in row] for row in [first, ("---",) * len(first), *others])
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _kinds() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for kind, entries in groupby(catalogue(), key=lambda entry: str(entry["kind"])):
        yield kind, list(entries)


def _row(entry: dict[str, Any]) -> tuple[str, ...]:
    """A part's cells."""
    return entry["kind"], entry["name"], entry["reference"], ", ".join(entry["checks"]), _said(_reasons(entry))


def _reasons(entry: dict[str, Any]) -> dict[str, str]:
    """Why which check does not apply, or is known to fail."""
    return {**entry["left_out"], **entry["expected_failures"]}


def _said(reasons: Mapping[str, str]) -> str:
    """A reason that several checks share is named once."""
    shared: dict[str, list[str]] = {}
    for name, why in reasons.items():
        shared.setdefault(why, []).append(name)
    return "; ".join(f"{', '.join(names)}: {why}" for why, names in shared.items())
