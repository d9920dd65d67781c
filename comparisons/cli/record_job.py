"""What `parity record` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from comparisons.cli.keras import start_keras
from comparisons.cli.output import check_writable
from comparisons.cli.parts import parts_named
from comparisons.errors import InputError
from comparisons.interrupts import EXIT_INTERRUPTED, stop_on_interrupt
from comparisons.progress import progress

SHOWN = 10  # disagreements


def run_job(file: Path, *, only: Sequence[str], seed: int, jobs: int, quiet: bool) -> int:
    """Record, and write the file when all is done; returns the exit status."""
    for option, value, least in (("--seed", seed, 0), ("--jobs", jobs, 1)):
        if value < least:
            raise InputError(f"{option}: expected a whole number of at least {least}, got {value}; give a larger one.")
    check_writable(file, option="FILE")
    pairs = parts_named(only)
    start_keras(quiet=quiet)
    from comparisons.golden.bundle import packed
    from comparisons.golden.record import environment, recorded_all
    from comparisons.reports.files import write_bytes

    with stop_on_interrupt() as stopped, progress("Recording", len(pairs), every=10, quiet=quiet) as advance:
        books = []
        for book in recorded_all(pairs, seed=seed, jobs=min(jobs, len(pairs)), stopped=stopped):
            books.append(book)
            advance(len(books), book.name)
        if len(books) < len(pairs):
            return EXIT_INTERRUPTED
    data = packed(books, environment(seed))
    write_bytes(file, data)
    if not quiet:
        print(f"{len(books)} parts, {sum(len(book.answers) for book in books):,} answers of Keras, {len(data):,} bytes: {file}")
    return 0


def run_check(file: Path, *, only: Sequence[str], quiet: bool) -> int:
    """Ask the installed Keras everything again; returns 0 if it says the same within rounding, else 1."""
    from comparisons.golden.bundle import read
    from comparisons.golden.recheck import disagreements

    bundle = read(file)
    pairs = bundle.pairs(parts_named(only), asked_for=bool(only))
    books = [bundle.book(pair.kind, pair.name) for pair in pairs]  # what is damaged is said before Keras is started
    start_keras(quiet=quiet)
    found: list[str] = []
    with stop_on_interrupt() as stopped, progress("Asking Keras again", len(pairs), every=10, quiet=quiet) as advance:
        for number, (pair, book) in enumerate(zip(pairs, books, strict=True), start=1):
            if stopped():
                return EXIT_INTERRUPTED
            found += disagreements(pair, book)
            advance(number, pair.name)
    if not quiet:
        _tell(file, found, len(pairs), bundle.environment["keras"])
    return 1 if found else 0


def _tell(file: Path, found: Sequence[str], parts: int, keras: str) -> None:
    import reference

    now = reference.versions()["keras"]
    if not found:
        print(f"{file}: recorded from Keras {keras}, agrees with the installed Keras {now} in all of {parts} parts")
        return
    print(f"{file}: recorded from Keras {keras}, disagrees with the installed Keras {now} in {len(found)} places")
    for line in found[:SHOWN]:
        print(f"  {line}")
    if len(found) > SHOWN:
        print(f"  and {len(found) - SHOWN} more")
