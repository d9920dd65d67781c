"""Measure every part and write docs/blind-spots.md.

    python -m tools.blind_spots [--examples 20] [--only NAME ...] [--record FILE]

The record has a line for every constant, and what is in it is not measured again: delete it after a change of the checks.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from comparisons.pairs import PAIRS
from tools.blind_spots.constants import constants
from tools.blind_spots.page import page
from tools.blind_spots.search import smallest_caught

ROOT = Path(__file__).resolve().parents[2]
DTYPES = ("float64", "float32")


def main(arguments: list[str]) -> None:
    """Measure what the record lacks, then write the page from all of it."""
    parser = argparse.ArgumentParser(prog="python -m tools.blind_spots", description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=20, help="of every check")
    parser.add_argument("--only", action="append", help="this part alone; may be given several times")
    parser.add_argument("--record", type=Path, default=ROOT / "blind-spots.jsonl", help="where results are kept")
    asked = parser.parse_args(arguments)
    rows = [json.loads(line) for line in asked.record.read_text("utf-8").splitlines()] if asked.record.exists() else []
    done = {(row["kind"], row["part"], row["constant"], row["check"]) for row in rows}
    with asked.record.open("a", encoding="utf-8") as record:
        for pair in PAIRS:
            if (asked.only and pair.name not in asked.only) or pair.missing:
                continue
            for constant in constants(pair):
                if (pair.kind, pair.name, constant.name, constant.check) in done:
                    continue
                row = {"kind": pair.kind, "part": pair.name, "constant": constant.name, "check": constant.check, "examples": asked.examples}
                row |= {dtype: smallest_caught(constant, dtype, examples=asked.examples) for dtype in DTYPES if dtype in pair.dtypes}
                rows.append(row)
                print(json.dumps(row), file=record, flush=True)
                print(f"{pair.kind} {pair.name}, {constant.name}: " + ", ".join(f"{dtype} {row.get(dtype)}" for dtype in DTYPES))
    if not asked.only:
        (ROOT / "docs/blind-spots.md").write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
