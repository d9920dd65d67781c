"""`parity record`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=Path, required=False, metavar="FILE")
@click.option("--out", type=Path, metavar="FILE", help="The same as FILE.")
@click.option("--only", multiple=True, metavar="NAME", help="Record this part alone; may be given several times.")
@click.option("--check", "checking", is_flag=True, help="Say whether FILE still agrees with the Keras that is installed; write nothing.")
@click.option("--seed", default=0, show_default=True, metavar="N", help="Of the examples.")
@click.option("--jobs", default=2, show_default=True, metavar="N", help="Processes, each with a Keras of its own.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def record(file: Path | None, out: Path | None, only: tuple[str, ...], checking: bool, seed: int, jobs: int, quiet: bool) -> int:
    """Write down what Keras says of every part and in some small trainings, with the rounding noise of each number, in one FILE.

    `parity replay` checks by such a file, with NumPy alone. The file is an .npz with JSON in it, without pickled
    objects; the same Keras gives the same bytes.
    """
    from comparisons.cli.record_job import run_check, run_job

    target = out if file is None else file
    if target is None or (out is not None and file is not None):
        raise click.UsageError(f"expected one FILE to {'check' if checking else 'write'}, got {'none' if target is None else 'two'}")
    if checking:
        return run_check(target, only=only, quiet=quiet)
    return run_job(target, only=only, seed=seed, jobs=jobs, quiet=quiet)
