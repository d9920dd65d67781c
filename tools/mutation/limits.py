"""What one mutant may use up."""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MEMORY = 6 * 2**30  # bytes of address space beyond what a warm process has: a mutant that asks for more gets a MemoryError


class Overdue(BaseException):  # past every `except Exception` on its way
    """The mutant runs on and on."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Overdue is raised in the block after so much processor time: a busy machine makes no mutant look slow."""

    def ring(number: int, frame: Any) -> None:
        raise Overdue

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def limit_memory() -> None:
    """Of this process, to what it has and `MEMORY` more."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if sys.platform == "linux" else 0
    if pages:
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY, resource.RLIM_INFINITY))
