"""The one exception that means: the input is at fault, not the program."""

from __future__ import annotations


class InputError(Exception):
    """Unusable input: one line - who: expected what, got what; next step. The command line prints it and exits with status 2."""


def input_error(who: str, *, expected: str, source: str, got: object, next_step: str) -> InputError:
    """An `InputError` in the form `who: expected what (where that comes from), got what; next step.`

    Whatever the parts quote from a foreign file, the result is one printable line.

    Args:
        who: the option, file or array that is at fault.
        expected: what it should have been.
        source: where that expectation comes from.
        got: what it was instead, or the exception that says so.
        next_step: what its user can do now.
    """
    if isinstance(got, Exception):
        got = in_short(got)
    message = f"{who}: expected {expected} ({source}), got {got}; {next_step}."
    return InputError("".join(character if character.isprintable() else " " for character in message))


def check_least(**asked: tuple[float | None, int]) -> None:
    """Refuse numbers that are too small, `check_least(jobs=(0, 1))`; None is what nobody asked for.

    Raises:
        InputError: one is, or is no number; its option is the name with dashes, `--batch-size` for `batch_size`.
    """
    for name, (number, least) in asked.items():
        if number is not None and not number >= least:
            kind = "number" if isinstance(number, float) else "whole number"
            option = "--" + name.replace("_", "-")
            raise InputError(f"{option}: expected a {kind} of at least {least}, got {number}; give a larger one.")


def in_short(problem: Exception) -> str:
    """An exception's message as a part of a sentence; its type where it has none."""
    return " ".join(str(problem).split())[:160].rstrip(".") or type(problem).__name__
