"""The options of `parity check` for code that is not ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
OPTIONS = (
    click.option("--as", "as_name", default="", metavar="NAME", help="What the part is, such as silu; NAME:columns says how it is called."),
    click.option("--list", "list_only", is_flag=True, help="Show what was found, how it was understood and what was left alone."),
    click.option("--accept", multiple=True, metavar="CODE", help="A finding that does not count; may be given several times."),
    click.option("--timeout", default=10.0, show_default=True, metavar="S", help="Seconds that one call of the code may take."),
    click.option("--memory", default=4096, show_default=True, metavar="MIB", help="Memory that the code may use."),
    click.option(
        "--isolation", type=click.Choice(["auto", "bubblewrap", "process"]), default="auto", show_default=True,
        help="How the code is kept apart.",
    ),
)  # fmt: skip
NAMES = ("as_name", "list_only", "accept", "timeout", "memory", "isolation")


def subject_options(command: Command) -> Command:
    """Gives a command the options."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command
