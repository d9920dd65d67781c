"""The options of `parity check` for code that is not ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from comparisons.errors import InputError

Command = TypeVar("Command", bound=Callable[..., Any])
SPELLED = {
    "as_name": "--as", "list_only": "--list", "accept": "--accept", "timeout": "--timeout", "memory": "--memory",
    "isolation": "--isolation",
}  # fmt: skip
USUAL = {"as_name": "", "list_only": False, "accept": (), "timeout": 10.0, "memory": 4096, "isolation": "auto"}
"""What they are where they are not given."""
OPTIONS = (
    click.option("--as", "as_name", default="", metavar="NAME", help="What the part is, such as silu; NAME:columns says how it is called."),
    click.option("--list", "list_only", is_flag=True, help="Show what was found, how it was understood and what was left alone."),
    click.option("--accept", multiple=True, metavar="CODE", help="A finding that does not count; may be given several times."),
    click.option("--timeout", default=USUAL["timeout"], show_default=True, metavar="S", help="Seconds that one call of the code may take."),
    click.option("--memory", default=USUAL["memory"], show_default=True, metavar="MIB", help="Memory that the code may use."),
    click.option(
        "--isolation", type=click.Choice(["auto", "bubblewrap", "process"]), default="auto", show_default=True,
        help="How the code is kept apart.",
    ),
)  # fmt: skip


def subject_options(command: Command) -> Command:
    """Gives a command the options."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def taken_from(asked: dict[str, Any]) -> dict[str, Any]:
    """Take these options out of all that were given."""
    return {name: asked.pop(name) for name in SPELLED}


def refuse_without_target(own: dict[str, Any], **others: bool) -> None:
    """What means nothing where no TARGET is named.

    Args:
        own: these options.
        others: further ones, and whether they were given.

    Raises:
        InputError: one was given.
    """
    given = [SPELLED[name] for name, value in own.items() if value != USUAL[name]]
    given += [SPELLED.get(name, f"--{name}") for name, is_given in others.items() if is_given]
    if given:
        raise InputError(f"{given[0]}: expected a TARGET beside it, got none; name a file, a notebook or a module.")
