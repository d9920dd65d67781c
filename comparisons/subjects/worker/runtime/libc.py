"""System calls that Python has no function for."""

from __future__ import annotations

import ctypes
import os
from typing import Any


class Libc:
    """The C library of this process, with errors as exceptions."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None, use_errno=True)

    def prctl(self, option: int, *arguments: Any) -> None:
        """`prctl(2)`.

        Raises:
            OSError: the kernel refuses.
        """
        padded = [a if isinstance(a, ctypes._SimpleCData) or not isinstance(a, int) else ctypes.c_ulong(a) for a in arguments]
        self._checked(self._library.prctl(ctypes.c_int(option), *padded, *[ctypes.c_ulong(0)] * (4 - len(padded))))

    def syscall(self, number: int, *arguments: Any) -> int:
        """`syscall(2)`.

        Raises:
            OSError: the kernel refuses.
        """
        return self._checked(self._library.syscall(ctypes.c_long(number), *arguments))

    def _checked(self, result: int) -> int:
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result
