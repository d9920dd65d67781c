"""`parity replay`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from comparisons.cli.check_outputs import output_options
from comparisons.cli.subject_options import subject_options


@click.command()
@click.argument("targets", nargs=-1, metavar="[FILE] [TARGET ...]")
@click.option("--bundle", type=Path, metavar="FILE", help="The same as FILE.  [default: the one that comes with parity]")
@click.option("--only", multiple=True, metavar="NAME", help="Check this part alone; may be given several times.")
@click.option("--dtype", multiple=True, metavar="float64|float32|float16", help="Only in this floating type; may be given several times.")
@click.option("--examples", type=int, metavar="N", help="Examples of every check, for a TARGET.  [default: 40]")
@click.option("--seed", default=0, show_default=True, metavar="N", help="Of the examples, for a TARGET.")
@subject_options
@output_options
def replay(targets: tuple[str, ...], bundle: Path | None, **asked: Any) -> int:
    """Check by what Keras said when FILE was recorded: with NumPy alone, TensorFlow is neither needed nor imported.

    Without a TARGET: every part of scratch, and some small trainings, in two seconds. A TARGET is what `parity check`
    takes; it is compared with the recorded numbers of Keras where its examples are among them, and elsewhere with
    scratch, which is held against the record in the same run. FILE ends in .npz; `parity record` writes it.
    """
    from comparisons.cli.replay_job import run

    return run(targets, bundle, asked)
