"""The whole examination, as a table: `python -m tests.examination`.

Answers are kept in a file as they come, so that a run that was interrupted goes on where it was; a change of the code or of a
sample makes its answers void. With `--replay` Keras's record answers, and TensorFlow need not be there; `--against` says how
many answers are those of another run:

    python -m tests.examination --results live.jsonl
    python -m tests.examination --results replayed.jsonl --replay --against live.jsonl
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from comparisons.golden.bundle import BUILT_IN, read
from comparisons.golden.stand_in import StandIns
from tests.examination.grading import GRADES, answer_for
from tests.examination.samples import Sample, samples

ROOT = Path(__file__).parents[2]
JUDGES = ("comparisons", "reference", "scratch")
SAME = ("grade", "codes", "conventions", "verdicts")
"""What two answers have to have in common."""
PLAIN = Console(highlight=False, soft_wrap=True)


def main() -> None:
    """Examine what has no answer yet, then print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.examination", description=__doc__.partition("\n")[0])
    parser.add_argument("--results", type=Path, default=Path("examination.jsonl"), help="where answers are kept (default: %(default)s)")
    parser.add_argument("--only", nargs="+", default=(), metavar="CODE", help="these codes, or samples as CODE/CONVENTION, alone")
    parser.add_argument("--seed", type=int, default=0, help="of the examples (default: %(default)s)")
    parser.add_argument("--replay", action="store_true", help="ask the record that comes with parity instead of Keras")
    parser.add_argument("--against", type=Path, metavar="FILE", help="answers of another run: say how many are the same")
    wanted = parser.parse_args()
    bundle = read(BUILT_IN) if wanted.replay else None
    chosen = [sample for sample in samples() if not wanted.only or {sample.code, sample.name} & {*wanted.only}]
    known = _kept(wanted.results)
    judges = _digest(path for room in JUDGES for path in sorted((ROOT / room).rglob("*.py")))
    rows = []
    asked = contextlib.nullcontext() if bundle is None else StandIns(bundle).answering()
    with asked, threadpool_limits(limits=1, user_api="blas"), wanted.results.open("a", encoding="utf-8") as kept:
        for sample in chosen:
            key = {"judges": judges, "file": _digest([sample.path]), "seed": wanted.seed, "asked": bundle.sha256 if bundle else "Keras"}
            row = known.get(sample.name, {})
            if any(row.get(name) != value for name, value in key.items()):
                row = {**answer_for(sample, seed=wanted.seed).row(), **key}
                kept.write(json.dumps(row) + "\n")
                kept.flush()
                os.fsync(kept.fileno())
                PLAIN.print(_line(row))
            rows.append((sample, row))
    _tabulate(rows)
    if wanted.against is not None:
        _hold_against(_kept(wanted.against), [row for _, row in rows])


def _hold_against(others: Mapping[str, Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> None:
    """What is not the same in another run, and how much is."""
    both = [(others[row["sample"]], json.loads(json.dumps(row))) for row in rows if row["sample"] in others]
    unlike = [(other, row) for other, row in both if any(other[name] != row[name] for name in SAME)]
    for other, row in unlike:
        PLAIN.print(
            f"other answer {row['sample']}: "
            + "; ".join(f"{name} {other[name]} -> {row[name]}" for name in SAME if other[name] != row[name])
        )
    same = len(both) - len(unlike)
    PLAIN.print(f"same answer {same} of {len(both)} ({same / max(1, len(both)):.1%}); {len(rows) - len(both)} without another")


def _kept(file: Path) -> dict[str, dict[str, Any]]:
    """The last answer for every sample; a line that was cut short is none."""
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        if line.endswith("}"):
            row = json.loads(line)
            found[row["sample"]] = row
    return found


def _digest(paths: Any) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _line(row: Mapping[str, Any]) -> str:
    told = ", ".join(row["codes"]) or "no code"
    return f"{row['grade']:8} {row['sample']}: {told} ({', '.join(row['conventions']) or 'no convention'}) {row['region']}"


def _tabulate(rows: list[tuple[Sample, Mapping[str, Any]]]) -> None:
    """Code by convention, what is not `named` in words, and totals."""
    conventions = sorted({sample.convention for sample, _ in rows})
    table = Table("code", *conventions)
    for code in sorted({sample.code for sample, _ in rows}):
        grades = {c: [row["grade"] for sample, row in rows if (sample.code, sample.convention) == (code, c)] for c in conventions}
        table.add_row(code, *(_cell(grades[convention]) for convention in conventions))
    Console(width=max(120, 24 + 14 * len(conventions))).print(table)
    for _, row in rows:
        if row["grade"] != "named":
            PLAIN.print(_line(row))
    total = Counter(row["grade"] for _, row in rows)
    PLAIN.print(", ".join(f"{grade} {total[grade]} ({total[grade] / len(rows):.1%})" for grade in GRADES) + f" of {len(rows)}")


def _cell(grades: list[str]) -> str:
    """`named`, or `2 named`, or one grade after the other."""
    counted = Counter(grades)
    return ", ".join(grade if count == 1 == len(grades) else f"{count} {grade}" for grade, count in counted.items())


if __name__ == "__main__":
    main()
