"""Keras's download cache: the same folder, the same file, the same checksum, without Keras."""

from __future__ import annotations

import contextlib
import hashlib
import os
import queue
import threading
import time
from pathlib import Path
from typing import Any

SILENCE_SECONDS = 5.0  # without one byte from the server; where there is no internet nobody wants to wait longer
OPENING_SECONDS = 10.0  # from the name of the server to the begin of its answer
TOTAL_SECONDS = 120.0  # for the whole file: 11 MB at 100 kB/s
LARGEST_FILE = 64 * 2**20  # bytes; what is larger is not the file that was asked for, so it is not even read
_PIECE = 2**18  # bytes between two looks at the clock


def folder() -> Path:
    """`$KERAS_HOME/datasets`, or `~/.keras/datasets` where that variable is not set."""
    return Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser() / "datasets"


def content(name: str, *, url: str, sha256: str) -> bytes:
    """The verified bytes of a data set: from the cache, else downloaded (and put into the cache if that can be written).

    Args:
        name: file name inside `folder()`.
        url: where to download it from.
        sha256: checksum in hexadecimal; a cached file with another one is replaced, as Keras does.

    Raises:
        OSError: it is neither cached nor to be had from `url`; the message says why.
    """
    cached = _cached(name)
    if cached is not None and hashlib.sha256(cached).hexdigest() == sha256:
        return cached
    downloaded = _download(url)
    found = hashlib.sha256(downloaded).hexdigest()
    if found != sha256:
        raise OSError(f"what {url} delivers has sha256 {found[:12]}... instead of {sha256[:12]}...")
    _store(name, downloaded)
    return downloaded


def _cached(name: str) -> bytes | None:
    with contextlib.suppress(OSError, RuntimeError):  # unreadable, or no home folder: then it is as good as not there
        path = folder() / name
        if path.is_file() and path.stat().st_size <= LARGEST_FILE:
            return path.read_bytes()
    return None


def _download(url: str) -> bytes:
    import http.client  # only here, like urllib.request: both load ssl, which nobody needs who has the file

    deadline = time.monotonic() + TOTAL_SECONDS
    received = bytearray()
    try:
        with _opened(url) as response:
            while piece := response.read(_PIECE):
                received += piece
                if len(received) > LARGEST_FILE or time.monotonic() > deadline:
                    raise OSError(f"{len(received):,} bytes came and it was not complete")
    except (OSError, http.client.HTTPException, ValueError) as problem:  # ValueError: a malformed proxy setting
        raise OSError(f"no download from {url} ({getattr(problem, 'reason', problem)})") from problem
    return bytes(received)


def _opened(url: str) -> Any:
    """The server's answer. Looking up its name heeds no timeout, and without a network may take minutes: that goes on in a
    thread that nobody waits for."""
    import urllib.request

    answers: queue.Queue[Any] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(urllib.request.urlopen(url, timeout=SILENCE_SECONDS))
        except BaseException as problem:  # handed to the one who waits
            answers.put(problem)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=OPENING_SECONDS)
    except queue.Empty:
        raise OSError(f"no answer within {OPENING_SECONDS:.0f} s") from None
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _store(name: str, data: bytes) -> None:
    """Write beside the final place, then rename: a reader sees the whole file or none."""
    with contextlib.suppress(OSError, RuntimeError):  # a cache that cannot be written only costs the next download
        path = folder() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{name}.{os.getpid()}.part")
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
