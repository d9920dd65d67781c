"""`parity soak`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET ...]")
@click.option("--minutes", default=60.0, show_default=True, metavar="N", help="Parts in work are finished; 0 shows what FILE has.")
@click.option("--jobs", default=2, show_default=True, metavar="N", help="Processes, each with a Keras of its own.")
@click.option("--seed", default=0, show_default=True, metavar="N", help="The first one; those after it follow.")
@click.option("--examples", default=20, show_default=True, metavar="N", help="Of every check, by every seed.")
@click.option("--only", multiple=True, metavar="NAME", help="This part alone; may be given several times.")
@click.option("--out", type=Path, default=Path("soak.jsonl"), show_default=True, metavar="FILE", help="A soak found in it is gone on with.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def soak(**asked: Any) -> int:
    """Look for false alarms: check what is right by seed after seed, for as long as you say.

    That is all parts of scratch, or every TARGET: a file, a folder or a module of code that is known to be right.

    FILE gets a line of JSON for every part, seed and floating type: examples, elements, headroom, alarms.
    """
    from comparisons.cli.soak_job import run_job

    return run_job(**asked)
