"""What a candidate may use up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one worker process.

    Args:
        seconds_per_call: for one step of a program.
        seconds: for everything that is asked about one part.
        seconds_in_all: for everything the worker does.
        seconds_to_load: for executing the source, imports included.
        memory_mib: of address space, libraries and all; more raises MemoryError in the candidate.
    """

    seconds_per_call: float = 10.0
    seconds: float = 300.0
    seconds_in_all: float = 1800.0
    seconds_to_load: float = 60.0
    memory_mib: int = 4096
