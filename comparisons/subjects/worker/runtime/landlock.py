"""Landlock: from now on this process writes in one folder only. In Linux since 5.13, for ordinary users too.

Source: Linux's Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import ctypes
import os
import struct

from comparisons.subjects.worker.runtime.libc import Libc

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on every machine
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1

WRITE_FILE = 1 << 1
REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))  # directories, files, links, sockets, devices
REFER = 1 << 13  # rename and link to another folder
TRUNCATE = 1 << 14
ADDED_IN = {2: REFER, 3: TRUNCATE}
HARMLESS = ("/dev/null", "/dev/zero", "/dev/full")


def allow_writing_only_in(libc: Libc, folder: str) -> bool:
    """Restrict this thread and all later ones; returns False where the kernel cannot, or may not in a container."""
    try:
        version = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(CREATE_RULESET_VERSION))
        _restrict(libc, folder, WRITE_FILE | REMOVE_AND_MAKE | sum(right for since, right in ADDED_IN.items() if version >= since))
    except OSError:
        return False
    return True


def _restrict(libc: Libc, folder: str, rights: int) -> None:
    attributes = struct.pack("=Q", rights)
    ruleset = libc.syscall(CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    for path, allowed in [(folder, rights), *((path, rights & (WRITE_FILE | TRUNCATE)) for path in HARMLESS)]:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", allowed, beneath)
        libc.syscall(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(RULE_PATH_BENEATH), rule, ctypes.c_uint32(0))
        os.close(beneath)
    libc.syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    os.close(ruleset)
