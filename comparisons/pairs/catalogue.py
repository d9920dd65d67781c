"""The registry as a table: for `parity list`, and for README, which a test holds against it."""

from __future__ import annotations

from typing import Any

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
    """The same as a Markdown table."""
    rows = [HEADINGS, ("---",) * len(HEADINGS)]
    for entry in catalogue():
        reasons = "; ".join(f"{name}: {why}" for name, why in {**entry["left_out"], **entry["expected_failures"]}.items())
        rows.append((entry["kind"], entry["name"], entry["reference"], ", ".join(entry["checks"]), reasons))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
