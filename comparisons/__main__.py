"""`parity`, also `python -m comparisons`."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile

import click

from comparisons.cli.group import parity
from comparisons.errors import InputError
from comparisons.interrupts import EXIT_INTERRUPTED

USAGE_ERROR = 2
NOBODY_READS = 128 + signal.SIGPIPE if hasattr(signal, "SIGPIPE") else USAGE_ERROR  # what a shell says of a program that this ends
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status; what the user got wrong is said in one line."""
    with tempfile.TemporaryDirectory(prefix="parity-") as folder:
        os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", folder)  # else it makes a `.hypothesis` where the user is
        status = _status(arguments)
    if status == EXIT_INTERRUPTED:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # another Ctrl-C while Python ends would change the status
    sys.exit(status)


def _status(arguments: list[str] | None) -> int:
    try:
        status = parity.main(arguments, prog_name="parity", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as problem:
        command = problem.ctx.command_path if problem.ctx else "parity"
        return _complain(f"{command}: {problem.format_message().rstrip('.')}; see {command} --help.")
    except click.ClickException as problem:
        return _complain(f"parity: {problem.format_message()}")
    except InputError as problem:
        return _complain(str(problem))
    except (click.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except SystemExit:  # click's answer to a reader who went away, as `head` does
        return NOBODY_READS
    except OSError as problem:
        if problem.errno not in NO_ROOM:
            raise
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # what is left in its buffer has no room either
        return _complain(f"parity: expected room to write to, got {problem.strerror!r}; free some, or write elsewhere.")
    return status if isinstance(status, int) else 0


def _complain(line: str) -> int:
    print(line, file=sys.stderr)
    return USAGE_ERROR


if __name__ == "__main__":
    main()
