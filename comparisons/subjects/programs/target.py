"""`FILE:NAME`, as it stands on the command line."""

from __future__ import annotations

import tokenize
from pathlib import Path

from comparisons.errors import InputError, input_error
from comparisons.subjects.source import Source

OPTION = "--candidate"


def parsed_target(text: str) -> tuple[Source, str]:
    """(the file's source, the name).

    Raises:
        InputError: there is no such file, it cannot be read, or there is no name.
    """
    file, colon, name = text.rpartition(":")
    if not colon or not file or not name or "/" in name or "\\" in name:
        raise InputError(
            f"{OPTION}: expected FILE:NAME, such as net.py:TwoLayerNet, got {text!r}; add the name of the class, instance or function."
        )
    if not all(part.isidentifier() for part in name.split(".")):
        raise InputError(f"{OPTION}: expected the name of a class, instance or function after the colon, got {name!r}; give its name.")
    return _source(Path(file)), name


def _source(path: Path) -> Source:
    if path.suffix != ".py":
        raise InputError(f"{OPTION}: expected a Python file (.py), got {str(path)!r}; give the file the network is written in.")
    try:
        with tokenize.open(path) as file:
            text = file.read()
    except (OSError, SyntaxError, UnicodeDecodeError) as problem:
        raise input_error(OPTION, expected="a Python file", source=str(path), got=problem, next_step="give another file") from None
    return Source(text, path.name, str(path.resolve().parent))
