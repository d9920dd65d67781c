"""A seccomp filter: from now on the kernel refuses what no network written in NumPy has to do.

New processes (threads are fine), signals to others, sockets, more resources, changed owners and modes, namespaces. Names
without a number on a machine do not exist there. Source: Linux's seccomp(2), asm/unistd_64.h and asm-generic/unistd.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

from comparisons.subjects.worker.runtime.libc import Libc

PR_SET_SECCOMP = 22
MODE_FILTER = 2
CLONE_THREAD = 0x10000

ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

REFUSED = {
    "x86_64": (
        57, 58, 59, 322,  # fork, vfork, execve, execveat
        200, 129, 297, 424,  # tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal
        101, 310, 311,  # ptrace, process_vm_readv, process_vm_writev
        41, 425, 321, 160, 319,  # socket, io_uring_setup, bpf, setrlimit, memfd_create
        29, 64, 68, 240, 248, 249, 250,  # shmget, semget, msgget, mq_open, add_key, request_key, keyctl: they would outlive it
        76,  # truncate, which landlock knows since Linux 6.2 only
        165, 166, 155, 161, 272, 308, 304,  # mount, umount2, pivot_root, chroot, unshare, setns, open_by_handle_at
        90, 91, 268, 452, 92, 93, 94, 260,  # chmod, fchmod, fchmodat, fchmodat2, chown, fchown, lchown, fchownat
        132, 235, 280, 261,  # utime, utimes, utimensat, futimesat
        188, 189, 190, 197, 198, 199,  # setxattr, lsetxattr, fsetxattr, removexattr, lremovexattr, fremovexattr
    ),
    "aarch64": (221, 281, 130, 138, 240, 424, 117, 270, 271, 198, 425, 280, 164, 279,
                194, 190, 186, 180, 217, 218, 219, 45, 40, 39, 41, 51, 97, 268, 265,
                52, 53, 452, 55, 54, 88, 5, 6, 7, 14, 15, 16),  # the same, as far as they exist
}  # fmt: skip  # a table
CLONE, CLONE3, KILL, TGKILL, PRLIMIT = "clone", "clone3", "kill", "tgkill", "prlimit64"
SPECIAL = {
    "x86_64": {CLONE: 56, CLONE3: 435, KILL: 62, TGKILL: 234, PRLIMIT: 302},
    "aarch64": {CLONE: 220, CLONE3: 435, KILL: 129, TGKILL: 131, PRLIMIT: 261},
}

LOAD, JUMP_IF_EQUAL, JUMP_IF_SET, JUMP_IF_GREATER_OR_EQUAL, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
ALLOW = 0x7FFF0000
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
X32 = 0x40000000

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, value


def _refuse(number: int = errno.EPERM) -> Instruction:
    return RETURN, 0, 0, 0x00050000 | number


def _allow() -> Instruction:
    return RETURN, 0, 0, ALLOW


def _argument(index: int, *, high: bool = False) -> Instruction:
    return LOAD, 0, 0, ARGUMENTS_AT + 8 * index + 4 * high


def rules(machine: str, process: int) -> list[Instruction]:
    """The filter for a machine and the process's own number."""
    only_itself = [_argument(0), (JUMP_IF_EQUAL, 0, 1, process), _allow(), _refuse()]
    bodies = {
        CLONE: [_argument(0), (JUMP_IF_SET, 0, 1, CLONE_THREAD), _allow(), _refuse()],
        CLONE3: [_refuse(errno.ENOSYS)],  # its flags lie in memory, where a filter cannot look; the C library then takes clone
        KILL: only_itself,
        TGKILL: only_itself,
        PRLIMIT: [_argument(2), (JUMP_IF_EQUAL, 0, 3, 0), _argument(2, high=True), (JUMP_IF_EQUAL, 0, 1, 0), _allow(), _refuse()],
    }
    program = [
        (LOAD, 0, 0, ARCHITECTURE_AT), (JUMP_IF_EQUAL, 1, 0, ARCHITECTURE[machine]), _refuse(),
        (LOAD, 0, 0, NUMBER_AT), (JUMP_IF_GREATER_OR_EQUAL, 0, 1, X32), _refuse(),
    ]  # fmt: skip  # a line a question
    for number in REFUSED[machine]:
        program += [(JUMP_IF_EQUAL, 0, 1, number), _refuse()]
    for name, number in SPECIAL[machine].items():
        program += [(JUMP_IF_EQUAL, 0, len(bodies[name]), number), *bodies[name]]
    return [*program, _allow()]


def forbid_system_calls(libc: Libc) -> bool:
    """Install the filter for this thread and all later ones; returns False where it cannot be."""
    machine = os.uname().machine
    if machine not in ARCHITECTURE or sys.maxsize < 2**32:
        return False
    instructions = rules(machine, os.getpid())
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(instructions), ctypes.addressof(code)))
    try:
        libc.prctl(PR_SET_SECCOMP, MODE_FILTER, program)
    except OSError:
        return False
    return True
