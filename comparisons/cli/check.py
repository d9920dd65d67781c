"""`parity check`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command()
@click.option("--only", multiple=True, metavar="NAME", help="Check this part alone; may be given several times.")
@click.option("--examples", default=100, show_default=True, metavar="N", help="Examples of every check.")
@click.option("--seed", default=0, show_default=True, metavar="N", help="Of the examples.")
@click.option("--dtype", multiple=True, metavar="float64|float32|float16", help="Only in this floating type; may be given several times.")
@click.option("--jobs", default=2, show_default=True, metavar="N", help="Processes, each with a Keras of its own.")
@click.option("--out", type=Path, metavar="DIR", help="Folder for the report.")
@click.option("--json", "json_file", type=Path, metavar="FILE", help="Write result.json to this file.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def check(**asked: Any) -> int:
    """Check every part of scratch against its Keras counterpart, on examples drawn at random.

    Each check is a property: the output, the gradients for random upstream gradients, a numerical derivative, side
    effects, single samples, numbers at the edge. What fails is shown on the smallest example found.
    """
    from comparisons.cli.check_job import run_job

    return run_job(**asked)
