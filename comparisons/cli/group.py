"""`parity` and its subcommands; each is imported only when it is called, so that `--help` stays quick."""

from __future__ import annotations

import click

from comparisons import __version__
from comparisons.cli.check import check
from comparisons.cli.compare import compare
from comparisons.cli.list import list_pairs
from comparisons.cli.record import record
from comparisons.cli.replay import replay
from comparisons.cli.report import report
from comparisons.cli.soak import soak


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="parity")
def parity() -> None:
    """Tells you whether a hand-written NumPy neural network is right, by comparing it with Keras.

    \b
    Exit status: 0 everything matches, 1 something does not, 2 wrong usage or unusable input,
    130 stopped by Ctrl-C with what was done so far saved.
    """


parity.add_command(compare)
parity.add_command(check)
parity.add_command(list_pairs)
parity.add_command(report)
parity.add_command(record)
parity.add_command(replay)
parity.add_command(soak)
