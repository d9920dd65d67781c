"""`parity check`."""

from __future__ import annotations

from typing import Any

import click

from comparisons.cli.check_outputs import output_options
from comparisons.cli.subject_options import subject_options


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET ...]")
@click.option("--only", multiple=True, metavar="NAME", help="Check this part alone; may be given several times.")
@click.option("--examples", type=int, metavar="N", help="Examples of every check.  [default: 100, for a TARGET 40]")
@click.option("--seed", default=0, show_default=True, metavar="N", help="Of the examples.")
@click.option("--dtype", multiple=True, metavar="float64|float32|float16", help="Only in this floating type; may be given several times.")
@click.option(
    "--jobs",
    default=2,
    show_default=True,
    metavar="N",
    help="Processes that share the parts of scratch, or the files of the TARGETs; each has a Keras of its own.",
)
@subject_options
@output_options
def check(targets: tuple[str, ...], **asked: Any) -> int:
    """Check hand-written code against Keras, on examples drawn at random, and say why it differs.

    TARGET is a .py file, a notebook, a folder or a module, each with :Name for one of its functions or classes. The
    parts in it are found by what they are called and by what they compute, whatever style they are written in. Without
    a TARGET: every part of scratch, or what parity.toml names.

    Each check is a property: the output, the gradients for random upstream gradients, a numerical derivative, side
    effects, single samples, numbers at the edge. What fails is shown on the smallest example found.
    """
    from comparisons.cli.check_route import run

    return run(targets, asked)
