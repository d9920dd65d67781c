"""What `parity record` does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from comparisons.cli.keras import start_keras
from comparisons.cli.output import check_writable
from comparisons.cli.parts import recorded_named
from comparisons.errors import check_least
from comparisons.golden.book import Book
from comparisons.golden.training import TRAININGS, Trained
from comparisons.interrupts import EXIT_INTERRUPTED, stop_on_interrupt
from comparisons.progress import progress

SHOWN = 10  # disagreements


def run_job(file: Path, *, only: Sequence[str], seed: int, jobs: int, quiet: bool) -> int:
    """Record, and write the file when all is done; returns the exit status."""
    check_least(seed=(seed, 0), jobs=(jobs, 1))
    check_writable(file, option="FILE")
    pairs, names = recorded_named(only)
    trainings = [training for training in TRAININGS if training.name in names]
    start_keras(quiet=quiet)
    from comparisons.golden.bundle import packed
    from comparisons.golden.record import environment, recorded_all
    from comparisons.golden.record_training import recorded_trainings
    from comparisons.reports.files import write_bytes

    books, trained = list[Book](), list[Trained]()
    with stop_on_interrupt() as stopped, progress("Recording", len(pairs) + len(trainings), every=10, quiet=quiet) as advance:
        for book in recorded_all(pairs, seed=seed, jobs=min(jobs, len(pairs)), stopped=stopped):
            books.append(book)
            advance(len(books), book.name)
        for each in recorded_trainings(trainings, seed=seed, stopped=stopped):
            trained.append(each)
            advance(len(books) + len(trained), each.training.name)
        if len(books) < len(pairs) or len(trained) < len(trainings):
            return EXIT_INTERRUPTED
    data = packed(books, environment(seed), trained)
    write_bytes(file, data)
    if not quiet:
        answers = sum(len(book.answers) for book in books)
        print(f"{len(books)} parts, {answers:,} answers of Keras, {len(trained)} trainings, {len(data):,} bytes: {file}")
    return 0


def run_check(file: Path, *, only: Sequence[str], quiet: bool) -> int:
    """Ask the installed Keras everything again; returns 0 if it says the same within rounding, else 1."""
    from comparisons.golden.bundle import read
    from comparisons.golden.recheck import disagreements, disagreements_of_training

    bundle = read(file)
    named, names = recorded_named(only)
    pairs = bundle.pairs(named, asked_for=bool(only))
    books = [bundle.book(pair.kind, pair.name) for pair in pairs]  # what is damaged is said before Keras is started
    trainings = [trained for trained in bundle.trainings() if trained.training.name in names]
    if not books and not trainings:
        raise bundle.without(names)
    start_keras(quiet=quiet)
    asking = [(pair.name, partial(disagreements, pair, book)) for pair, book in zip(pairs, books, strict=True)]
    seed = bundle.environment["seed"]
    asking += [(trained.training.name, partial(disagreements_of_training, trained, seed=seed)) for trained in trainings]
    found: list[str] = []
    with stop_on_interrupt() as stopped, progress("Asking Keras again", len(asking), every=10, quiet=quiet) as advance:
        for number, (name, ask) in enumerate(asking, start=1):
            if stopped():
                return EXIT_INTERRUPTED
            found += ask()
            advance(number, name)
    if not quiet:
        _tell(file, found, len(pairs) + len(dict.fromkeys(trained.training.name for trained in trainings)), bundle.environment["keras"])
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
