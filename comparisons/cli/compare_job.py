"""What `parity compare` does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from comparisons.cli.keras import start_keras
from comparisons.cli.output import check_folder, check_writable
from comparisons.data import Dataset, load
from comparisons.interrupts import EXIT_INTERRUPTED, stop_on_interrupt
from comparisons.progress import progress
from comparisons.reports import github, write_compare_report
from comparisons.reports.files import write_json
from comparisons.subjects.programs import Prepared, candidate_for, with_candidate
from comparisons.training.batches import Batch, steps_per_epoch
from comparisons.training.samples import check_fits, trained_on
from comparisons.training.settings import checked_settings
from comparisons.training.weights_file import write_weights


def run_job(
    model: str, *, out: Path, json_file: Path | None, quiet: bool, candidate: str | None = None, isolation: str = "auto", **asked: Any
) -> int:  # fmt: skip
    """Train, judge, write the report, print the verdict; returns the exit status."""
    settings = checked_settings(model, **asked)
    check_folder(out)
    if json_file is not None:
        check_writable(json_file)
    data = load(settings.data)
    data = data if settings.limit is None else data.limited(settings.limit)
    check_fits(data, settings.plan)
    with stop_on_interrupt() as stopped, candidate_for(candidate, settings, isolation) as prepared:
        outcome = _train(prepared, data, stopped, quiet)
        written = write_compare_report(outcome.result, out)
        write_weights(out / "initial_weights.npz", outcome.initial)
        write_weights(out / "final_weights.npz", outcome.final)
        if json_file is not None:
            write_json(json_file, outcome.result)
    if not quiet:
        from comparisons.reports.terminal import print_compare

        print_compare(outcome.result, written["report.html"])
    for line in github.tell(outcome.result):
        print(line)
    if outcome.result["settings"]["interrupted"]:
        return EXIT_INTERRUPTED
    return 0 if outcome.result["verdict"] in ("match", "convention") else 1


def _train(prepared: Prepared, data: Dataset, stopped: Any, quiet: bool) -> Any:
    start_keras(quiet=quiet)
    from comparisons.training.run import run_comparison

    settings = prepared.settings
    per_epoch = steps_per_epoch(trained_on(data, settings.plan), settings.batch_size)
    with progress("Training side by side", settings.epochs * per_epoch, every=per_epoch, quiet=quiet) as advance:

        def on_step(batch: Batch, loss: float) -> None:
            advance(batch.step, f"loss {loss:.4f}")

        outcome = run_comparison(settings, data, on_step=on_step, stopped=stopped, make_candidate=prepared.make)
    return outcome if prepared.described is None else outcome._replace(result=with_candidate(outcome.result, prepared.described))
