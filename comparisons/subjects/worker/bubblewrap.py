"""Bubblewrap: namespaces of its own for the worker process, in which it sees little and can change nothing.

bubblewrap 0.8 takes about 10 ms. https://github.com/containers/bubblewrap
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence

from comparisons.subjects.worker.runtime.framework import FRAMEWORKS

SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/nix",
)
WORKING_FOLDER_BYTES = 256 * 2**20


def wrapped(command: Sequence[str], *, folder: str, visible: Iterable[str], hidden: Iterable[str], shown: Iterable[str] = ()) -> list[str]:
    """The command in namespaces of its own.

    Args:
        command: what to run.
        folder: where it may write: an empty file system in memory under this name.
        visible: files and folders it can read, besides those of the system.
        hidden: folders within those that are to be empty.
        shown: folders within those that can be read all the same.
    """
    words = [_program(), "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--hostname", "worker"]
    for path in SYSTEM:
        words += ["--ro-bind-try", path, path]
    for path in visible:
        words += ["--ro-bind", path, path]
    emptied = [path for path in hidden if os.path.isdir(path)]
    for path in emptied:
        words += ["--tmpfs", path]
    for path in shown:
        words += ["--ro-bind", path, path]
    for path in emptied:
        words += ["--remount-ro", path]
    words += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    words += ["--size", str(WORKING_FOLDER_BYTES), "--tmpfs", folder, "--chdir", folder, "--remount-ro", "/", "--"]
    return [*words, *command]


def frameworks_in(folders: Iterable[str]) -> list[str]:
    """Installed frameworks, which the worker is not to see."""
    return [os.path.join(folder, name) for folder in folders for name in sorted(FRAMEWORKS)]


def _program() -> str:
    return shutil.which("bwrap") or "bwrap"


@functools.cache
def problem() -> str:
    """Why bubblewrap cannot be used here; empty if it can."""
    if not sys.platform.startswith("linux"):
        return f"bubblewrap needs Linux, this is {sys.platform}"
    if shutil.which("bwrap") is None:
        return "bwrap is not installed (package bubblewrap)"
    try:
        tried = subprocess.run(
            wrapped([os.path.realpath(shutil.which("true") or "/bin/true")], folder="/tmp", visible=(), hidden=()),
            capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=10, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as failed:
        return f"bwrap does not start: {failed}"
    return "" if tried.returncode == 0 else f"bwrap does not work here: {(tried.stderr.strip() or str(tried.returncode))[:200]}"
