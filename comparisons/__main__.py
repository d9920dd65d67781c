"""`parity`, also `python -m comparisons`."""

from __future__ import annotations

import signal
import sys

import click

from comparisons.cli.group import parity
from comparisons.errors import InputError
from comparisons.interrupts import EXIT_INTERRUPTED

USAGE_ERROR = 2


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status; what the user got wrong is said in one line."""
    status = _status(arguments)
    if status == EXIT_INTERRUPTED:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # another Ctrl-C while Python ends would change the status
    sys.exit(status)


def _status(arguments: list[str] | None) -> int:
    try:
        status = parity.main(arguments, prog_name="parity", standalone_mode=False)
    except click.UsageError as problem:
        command = problem.ctx.command_path if problem.ctx else "parity"
        return _complain(f"{command}: {problem.format_message().rstrip('.')}; see {command} --help.")
    except click.ClickException as problem:
        return _complain(f"parity: {problem.format_message()}")
    except InputError as problem:
        return _complain(str(problem))
    except (click.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    return status if isinstance(status, int) else 0


def _complain(line: str) -> int:
    print(line, file=sys.stderr)
    return USAGE_ERROR


if __name__ == "__main__":
    main()
