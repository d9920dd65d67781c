"""`FILE:NAME`, as it stands on the command line."""

from __future__ import annotations

from comparisons.errors import InputError
from comparisons.subjects.finding.load import load_targets
from comparisons.subjects.source import Source

OPTION = "--candidate"


def parsed_target(text: str) -> tuple[Source, str]:
    """(source of the file, notebook or module; the name).

    Raises:
        InputError: there is no such file, it cannot be read, or there is no name.
    """
    where, colon, name = text.rpartition(":")
    if not colon or not where or not all(part.isidentifier() for part in name.split(".")):
        raise InputError(
            f"{OPTION}: expected FILE:NAME, such as net.py:TwoLayerNet, got {text!r}; add the name of the class, instance or function."
        )
    try:
        (target,) = load_targets(text)
    except InputError as problem:
        raise InputError(f"{OPTION} {problem}") from None
    return target.source, name
