"""Measure every part and write docs/blind-spots.md.

    python -m tools.blind_spots [--examples 20] [--only NAME ...] [--record FILE]

On the recorded examples first; what is seen worse than usual there is measured beside Keras again, on more examples. The record has a
line for every constant, and what is in it is not measured again: delete it after a change of the checks.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from comparisons.golden.bundle import BUILT_IN, Bundle, read
from comparisons.golden.pairs import Recorded, with_book
from comparisons.pairs import PAIRS
from comparisons.pairs.pair import Pair
from tools.blind_spots.constants import constants
from tools.blind_spots.page import page, usual
from tools.blind_spots.search import beside_keras, by_record, smallest_caught

ROOT = Path(__file__).resolve().parents[2]
DTYPES = ("float64", "float32")


def main(arguments: list[str]) -> None:
    """Measure what the record lacks, then write the page from all of it."""
    parser = argparse.ArgumentParser(prog="python -m tools.blind_spots", description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=20, help="of every check, beside Keras")
    parser.add_argument("--only", action="append", help="this part alone; may be given several times")
    parser.add_argument("--record", type=Path, default=ROOT / "blind-spots.jsonl", help="where results are kept")
    asked = parser.parse_args(arguments)
    rows = [json.loads(line) for line in asked.record.read_text("utf-8").splitlines()] if asked.record.exists() else []
    done = {(row["kind"], row["part"], row["constant"]) for row in rows}
    bundle = read(BUILT_IN)
    with asked.record.open("a", encoding="utf-8") as record:
        for pair in PAIRS:
            if (asked.only and pair.name not in asked.only) or pair.missing:
                continue
            for row in measured(pair, bundle, asked.examples, done):
                rows.append(row)
                print(json.dumps(row), file=record, flush=True)
                print(f"{pair.kind} {pair.name}, {row['constant']}: " + ", ".join(f"{dtype} {row.get(dtype)}" for dtype in DTYPES))
    if not asked.only:
        (ROOT / "docs/blind-spots.md").write_text(page(rows), encoding="utf-8")


def measured(pair: Pair, bundle: Bundle, examples: int, done: Container[tuple[str, str, str]]) -> Iterator[dict[str, Any]]:
    """A row for every constant of a part that is not `done`: the exponent that is still caught, by floating type."""
    book = bundle.book(pair.kind, pair.name)
    live = {constant.name: constant for constant in constants(pair)}
    for constant in constants(with_book(pair, book, Recorded)):
        if (pair.kind, pair.name, constant.name) in done:
            continue
        row: dict[str, Any] = {"kind": pair.kind, "part": pair.name, "constant": constant.name, "check": constant.check}
        for dtype in DTYPES:
            if dtype not in pair.dtypes:
                continue
            found = smallest_caught(constant, dtype, by_record(book))
            if not usual({**row, dtype: found}, dtype):
                again = smallest_caught(live[constant.name], dtype, beside_keras(examples))
                found = max((n for n in (found, again) if n is not None), default=None)
            row[dtype] = found
        yield row


if __name__ == "__main__":
    main(sys.argv[1:])
