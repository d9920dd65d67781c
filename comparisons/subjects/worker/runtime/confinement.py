"""What the worker process gives up for good before the candidate comes."""

from __future__ import annotations

import os
import resource
import signal
import sys
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
LARGEST_FILE = 64 * 2**20
MOST_FILES = 256


def confine(configuration: dict[str, Any]) -> list[str]:
    """Limit this process and everything it starts; returns what is in force, by name.

    Memory is limited by address space: unlike the data segment it counts shared and file mappings too.
    """
    limits = {
        "memory limit": (resource.RLIMIT_AS, configuration["memory"]),
        "file size limit": (resource.RLIMIT_FSIZE, LARGEST_FILE),
        "limit of open files": (resource.RLIMIT_NOFILE, MOST_FILES),
        "no core dumps": (resource.RLIMIT_CORE, 0),
    }
    in_force = [name for name, (what, value) in limits.items() if _limit(what, value)]
    if sys.platform == "linux":
        in_force += _confine_by_kernel(configuration)
    return in_force


def _limit(what: int, value: int) -> bool:
    """Set a limit for good; returns False where the system has no such limit (macOS has none of address space)."""
    hard = resource.getrlimit(what)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(what, (value, value))
    except (ValueError, OSError):
        return False
    return True


def _confine_by_kernel(configuration: dict[str, Any]) -> list[str]:
    """Die with the parent; no writing outside the folder; no new processes, signals to others, or sockets."""
    from comparisons.subjects.worker.runtime.landlock import allow_writing_only_in
    from comparisons.subjects.worker.runtime.libc import Libc
    from comparisons.subjects.worker.runtime.seccomp import forbid_system_calls

    libc = Libc()
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1)
    in_force = []
    if not configuration["namespaces"] and allow_writing_only_in(libc, os.getcwd()):
        in_force.append("landlock")
    if forbid_system_calls(libc):
        in_force.append("seccomp")
    return in_force
