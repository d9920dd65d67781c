"""Frames over pipes with a deadline: our end."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from typing import Any

from comparisons.subjects.worker.runtime.wire import PREFIX, Body, frame, lengths, parsed

SLICE = 0.2  # seconds; how often a silent worker is checked for being alive
MOST_AT_ONCE = 512  # chunks in one system call


class WorkerGoneError(Exception):
    """The other end is closed, or the process has ended."""


class TooLateError(Exception):
    """The deadline has passed."""


class Pipes:
    """Sends requests and receives answers; neither waits beyond the deadline.

    Args:
        requests, answers: file descriptors, closed by `close`.
        ended: whether the worker process has ended.
        most: largest answer, in bytes.
    """

    def __init__(self, requests: int, answers: int, ended: Callable[[], bool], most: int) -> None:
        self._requests, self._answers, self._ended, self._most = requests, answers, ended, most
        for number in (requests, answers):
            os.set_blocking(number, False)
            _enlarge(number)
        self._writable, self._readable = select.poll(), select.poll()
        self._writable.register(requests, select.POLLOUT)
        self._readable.register(answers, select.POLLIN)

    def send(self, header: Any, body: Body, deadline: float) -> None:
        """Write one frame.

        Raises:
            WorkerGoneError, TooLateError: as they say.
        """
        chunks = [memoryview(chunk).cast("B") for chunk in frame(header, body) if len(chunk)]
        while chunks:
            try:
                written = os.writev(self._requests, chunks[:MOST_AT_ONCE])
            except BlockingIOError:
                self._wait(self._writable, deadline)
                continue
            except BrokenPipeError:
                raise WorkerGoneError from None
            while chunks and written >= len(chunks[0]):
                written -= len(chunks.pop(0))
            if written:
                chunks[0] = chunks[0][written:]

    def receive(self, deadline: float) -> tuple[Any, bytearray]:
        """(header, body) of the next frame.

        Raises:
            WorkerGoneError, TooLateError: as they say.
            WireError: it is no frame.
        """
        header, body = lengths(bytes(self._read(PREFIX.size, deadline)), self._most)
        return parsed(self._read(header, deadline)), self._read(body, deadline)

    def _read(self, size: int, deadline: float) -> bytearray:
        whole = bytearray(size)
        view = memoryview(whole)
        while len(view):
            try:
                got = os.readv(self._answers, [view])
            except BlockingIOError:
                self._wait(self._readable, deadline)
                continue
            if not got:
                raise WorkerGoneError
            view = view[got:]
        return whole

    def _wait(self, poll: Any, deadline: float) -> None:
        """Until something can be done; a process that ended may have left its pipe to another one."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise TooLateError
        if not poll.poll(1000 * min(left, SLICE)) and self._ended():
            raise WorkerGoneError

    def close(self) -> None:
        """Close both ends."""
        for number in (self._requests, self._answers):
            os.close(number)


def _enlarge(number: int) -> None:
    """A larger pipe needs fewer turns; where the system does not allow it, the usual one will do."""
    import fcntl

    if hasattr(fcntl, "F_SETPIPE_SZ"):
        try:
            fcntl.fcntl(number, fcntl.F_SETPIPE_SZ, 2**20)
        except OSError:  # an ordinary user's pipes may have used up their share
            return
