"""docs/blind-spots.md, from the measured rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comparisons.pairs.catalogue import table

HEAD = """# Blind spots

How small an error in one constant is still caught. For every part, one constant at a time (the factor of its result, the factor of
its gradients, each setting that is a number) is made wrong by a share of itself, 10^-1, 10^-2, ..., and the smallest share is found, by
bisection, that makes the check fail on {examples} examples. 1e-13 in float64 and 1e-5 in float32 are about what rounding leaves room for:
the allowance is 32 times the noise of Keras itself.

Written by `python -m tools.blind_spots`.
"""
NEVER = "not seen"


def page(rows: Sequence[dict[str, Any]]) -> str:
    """The page as Markdown."""
    parts = [HEAD.format(examples=rows[0]["examples"] if rows else 0)]
    for kind in dict.fromkeys(row["kind"] for row in rows):
        cells = [
            (row["part"], row["constant"], row["check"], shown(row, "float64"), shown(row, "float32"))
            for row in rows
            if row["kind"] == kind
        ]
        parts.append(f"## {kind.capitalize()}s\n\n" + table([("part", "constant", "check", "float64", "float32"), *cells]) + "\n")
    return "\n".join(parts)


def shown(row: dict[str, Any], dtype: str) -> str:
    """A power of ten, or why there is none."""
    if dtype not in row:
        return "no such type"
    exponent = row[dtype]
    if exponent is None:
        return "takes float64 only" if row["check"] == "directional" and dtype == "float32" else NEVER
    return f"1e-{exponent}"
