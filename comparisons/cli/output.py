"""Where results go: checked before the work, so that hours of training do not end in a wrong path."""

from __future__ import annotations

import tempfile
from pathlib import Path

from comparisons.errors import InputError


def check_folder(folder: Path) -> None:
    """Make `folder`, unless it is there, and see that it can be written to.

    Raises:
        InputError: it is a file, or cannot be made or written to.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out: expected a folder, got the file {str(folder)!r}; name another or remove it.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as problem:
        raise InputError(f"--out: expected a folder to write to, got {str(folder)!r} ({problem.strerror}); name another.") from problem


def check_writable(file: Path, *, option: str = "--json") -> None:
    """See that `file` can be written.

    Raises:
        InputError: it is a folder, or its folder is not there or cannot be written to.
    """
    if file.is_dir():
        raise InputError(f"{option}: expected a file, got the folder {str(file)!r}; name a file in it.")
    try:
        with tempfile.TemporaryFile(dir=file.parent):
            return
    except OSError as problem:
        raise InputError(
            f"{option}: expected a file in a folder to write to, got {str(file)!r} ({problem.strerror}); name another."
        ) from problem
