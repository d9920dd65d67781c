"""Plants one mistake after the other in parity, and looks whether parity notices."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.mutation.equivalent import Proofs
from tools.mutation.mutants import Mutant, Source
from tools.mutation.progress import Shown
from tools.mutation.record import JUDGES, Record, digest_of
from tools.mutation.report import survivors, table, tally
from tools.mutation.rooms import ROOMS, SCRATCH, Room
from tools.mutation.run import Work, run

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 if every mutant is killed or proved equivalent, 1 if not, 2 if what is asked for is not there."""
    asked = _parser().parse_args(arguments)
    began, record = time.perf_counter(), Record(asked.out / "results.jsonl")
    states, tests, chosen = _chosen(asked.what)
    if not chosen:
        names = ", ".join(room.name for room in ROOMS)
        print(f"mutation: expected files that are mutated, or {names}; got {' '.join(asked.what)}.", file=sys.stderr)
        return 2
    work = [
        Work(room, [m for m in mutants if not _settled(record, m, (states[m.file], states[m.file] + tests[m.file]), asked.again)])
        for room, mutants in chosen.items()
    ]
    work = [each for each in work if each.mutants and not asked.report]
    with Shown(work) as shown:

        def done(mutant: Mutant, outcome: dict[str, Any]) -> None:
            record.add(mutant, states[mutant.file] + tests[mutant.file] * outcome["by_tests"], outcome)
            shown.done(mutant, outcome)

        run(work, jobs=asked.jobs, root=ROOT, folder=asked.out, done=done, say=shown.say, tests_first=asked.again)
    found = {room.name: [line for m in mutants if (line := record.last(m)) is not None] for room, mutants in chosen.items()}
    return _told(found, states, Proofs.read(), sum(map(len, (each.mutants for each in work))), time.perf_counter() - began)


def _parser() -> argparse.ArgumentParser:
    names = ", ".join(repr(room.name) for room in ROOMS)
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("what", nargs="*", metavar="FILE", help=f"files, or parts of the program: {names} (default: those of scratch)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes, each with a Keras of its own (default: 2)")
    parser.add_argument("--out", type=Path, default=ROOT / "build/mutation", metavar="DIR", help="where results are kept")
    parser.add_argument("--again", action="store_true", help="try survivors again, and take all others as they were")
    parser.add_argument("--report", action="store_true", help="try nothing, and say what is known")
    return parser


def _chosen(what: Sequence[str]) -> tuple[dict[str, str], dict[str, str], dict[Room, list[Mutant]]]:
    """The state of every file and its checks, that of the tests that are asked about what these do not notice, and mutants by room."""
    judges = digest_of(ROOT / judge for judge in JUDGES)
    states: dict[str, str] = {}
    tests: dict[str, str] = {}
    chosen: dict[Room, list[Mutant]] = {}
    for room in ROOMS:
        for file in room.mutated(ROOT):
            if file in what or room.name in what or (not what and room in SCRATCH):
                states[file] = f"{digest_of([ROOT / file])}-{judges}"
                tests[file] = f"-{digest_of(ROOT / place for place in room.tests)}"
                chosen.setdefault(room, []).extend(Source(ROOT, file).mutants())
    return states, tests, chosen


def _settled(record: Record, mutant: Mutant, states: Sequence[str], again: bool) -> bool:
    last = record.last(mutant) if again else record.known(mutant, states)
    return last is not None and not (again and last["status"] == "survived")


def _told(found: Mapping[str, Sequence[Mapping[str, Any]]], files: Mapping[str, str], proofs: Proofs, tried: int, seconds: float) -> int:
    lines = [line for each in found.values() for line in each]
    for line in survivors(lines, proofs):
        print(f"alive: {line}")
    stale = proofs.stale(lines, files)
    print(*stale, sep="\n", end="\n" if stale else "")
    print(f"\n{table(found, proofs)}\n\n{tried:,} tried now, in {seconds / 60:.1f} minutes.")
    return int(bool(stale) or bool(tally(lines, proofs)["survived"]))


if __name__ == "__main__":
    sys.exit(main())
