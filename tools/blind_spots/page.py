"""docs/blind-spots.md, from the measured rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comparisons.pairs.catalogue import table
from tools.blind_spots.why import WHY

Row = Mapping[str, Any]

HEAD = """# Blind spots

How small an error in one constant is still caught. For every part, one constant at a time (the factor of its result, the factor of
its gradients, each setting that is a number) is made wrong by a share of itself, 10^-1, 10^-2, ..., and the smallest share is found, by
bisection, that makes the check fail. 1e-13 in float64 and 1e-5 in float32 are about what rounding leaves room for: the allowance is 32
times the noise of Keras itself. The numerical derivative (*directional*, in float64 alone) asks no Keras, and sees 1e-8 or better.

Written by `python -m tools.blind_spots`: on the recorded examples first; what is seen worse than 1e-12, 1e-4 or, by the numerical
derivative, 1e-8 there is measured beside Keras again, on 20 examples.
"""
HEADINGS = {"loss": "Losses"}
USUAL = {"float64": 12, "float32": 4}
USUAL_DIRECTIONAL = 8
NEVER = "not seen"


def usual(row: Row, dtype: str) -> bool:
    """Whether a constant is seen as well as rounding lets expect, or its check has no such floating type."""
    if row["check"] == "directional":
        return dtype != "float64" or (row[dtype] or 0) >= USUAL_DIRECTIONAL
    return (row[dtype] or 0) >= USUAL[dtype]


def page(rows: Sequence[Row]) -> str:
    """The page as Markdown."""
    parts = [HEAD, "## In short\n", _summary(rows), "\n## The worst, and why\n", _worst(rows)]
    for kind in dict.fromkeys(row["kind"] for row in rows):
        cells = [
            (row["part"], row["constant"], row["check"], shown(row, "float64"), shown(row, "float32"))
            for row in rows
            if row["kind"] == kind
        ]
        parts.append(
            f"\n## {HEADINGS.get(kind, f'{kind.capitalize()}s')}\n\n" + table([("part", "constant", "check", "float64", "float32"), *cells])
        )
    return "\n".join(parts) + "\n"


def unusual(rows: Sequence[Row]) -> list[Row]:
    """What is seen worse than usual in any floating type."""
    return [row for row in rows if not all(usual(row, dtype) for dtype in USUAL if dtype in row)]


def explanation(row: Row) -> str:
    """Why a constant is seen so badly: by kind, part and constant, or by constant alone."""
    return WHY.get((row["kind"], row["part"], row["constant"])) or WHY.get(("", "", row["constant"]), "")


def shown(row: Row, dtype: str) -> str:
    """A power of ten, or why there is none."""
    if dtype not in row:
        return "no such type"
    exponent = row[dtype]
    if exponent is None:
        return "takes float64 only" if row["check"] == "directional" and dtype == "float32" else NEVER
    return f"1e-{exponent}"


def _summary(rows: Sequence[Row]) -> str:
    lines = [("kind", "constants", "as well as rounding lets expect", "worse", "not seen at all")]
    for kind in dict.fromkeys(row["kind"] for row in rows):
        own = [row for row in rows if row["kind"] == kind]
        worse = unusual(own)
        never = [row for row in own if all(shown(row, dtype) in (NEVER, "no such type", "takes float64 only") for dtype in USUAL)]
        lines.append((kind, str(len(own)), str(len(own) - len(worse)), str(len(worse) - len(never)), str(len(never))))
    return table(lines)


def _worst(rows: Sequence[Row]) -> str:
    cells = [(row["part"], row["constant"], shown(row, "float64"), shown(row, "float32"), explanation(row)) for row in unusual(rows)]
    return table([("part", "constant", "float64", "float32", "why"), *cells])
