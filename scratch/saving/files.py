"""Files that are whole or not there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def written_whole(path: Path, overwrite: bool) -> Iterator[Path]:
    """A path to write to, beside `path`, that takes its place when the `with` block ends without an error.

    Raises:
        FileExistsError: `path` exists and is not to be overwritten.
        IsADirectoryError: `path` is a folder.
    """
    if path.is_dir():
        raise IsADirectoryError(f"save: expected the path of a file, got the folder {path}.")
    if not overwrite and path.exists():
        raise FileExistsError(f"save: expected no file at {path} (overwrite=False), got one; choose another name.")
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
