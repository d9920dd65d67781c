"""Frames over two file descriptors, blocking: the worker's end."""

from __future__ import annotations

from os import readv, writev
from typing import Any

from comparisons.subjects.worker.runtime.wire import PREFIX, Body, frame, lengths, parsed

ANY_SIZE = 2**62


class Channel:
    """Reads requests and writes answers."""

    def __init__(self, requests: int, answers: int) -> None:
        self._requests, self._answers = requests, answers

    def receive(self) -> tuple[Any, bytearray]:
        """(header, body) of the next frame.

        Raises:
            EOFError: nobody will send another one.
        """
        header, body = lengths(bytes(self._read(PREFIX.size)), ANY_SIZE)
        return parsed(self._read(header)), self._read(body)

    def send(self, header: Any, body: Body) -> None:
        """Write one frame."""
        chunks = [memoryview(chunk).cast("B") for chunk in frame(header, body) if len(chunk)]
        while chunks:
            written = writev(self._answers, chunks[:512])
            while chunks and written >= len(chunks[0]):
                written -= len(chunks.pop(0))
            if written:
                chunks[0] = chunks[0][written:]

    def _read(self, size: int) -> bytearray:
        """Exactly `size` bytes."""
        whole = bytearray(size)
        view = memoryview(whole)
        while len(view):
            got = readv(self._requests, [view])
            if not got:
                raise EOFError
            view = view[got:]
        return whole
