"""`parity check`."""

from __future__ import annotations

from typing import Any

import click

from comparisons.cli.check_outputs import output_options


@click.command()
@click.option("--only", multiple=True, metavar="NAME", help="Check this part alone; may be given several times.")
@click.option("--examples", default=100, show_default=True, metavar="N", help="Examples of every check.")
@click.option("--seed", default=0, show_default=True, metavar="N", help="Of the examples.")
@click.option("--dtype", multiple=True, metavar="float64|float32|float16", help="Only in this floating type; may be given several times.")
@click.option("--jobs", default=2, show_default=True, metavar="N", help="Processes, each with a Keras of its own.")
@output_options
def check(**asked: Any) -> int:
    """Check every part of scratch against its Keras counterpart, on examples drawn at random.

    Each check is a property: the output, the gradients for random upstream gradients, a numerical derivative, side
    effects, single samples, numbers at the edge. What fails is shown on the smallest example found.
    """
    from comparisons.cli.check_job import run_job

    return run_job(**asked)
