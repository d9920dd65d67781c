"""Refuses, in words, what confinement refuses silently; where the kernel cannot confine, it is the only guard.

An audit hook sees what Python code does and cannot be taken out again. It does not see machine code.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from comparisons.subjects.worker.runtime.framework import refuse_framework

PROCESSES = frozenset(
    {"os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "subprocess.Popen", "pty.spawn"}
)
NETWORK = frozenset({"socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"})
CHANGES = frozenset({
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.lchown", "os.utime", "os.setxattr", "os.removexattr",
})  # fmt: skip
LIMITS = frozenset({"resource.setrlimit", "resource.prlimit"})
TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_real, _text, _dirname, _separator = os.path.realpath, os.fsdecode, os.path.dirname, os.sep
_own = os.getpid()


class Guard:
    """The hook.

    Args:
        folder: where files may be written.
        secret: folders whose files may not be read either.
    """

    def __init__(self, folder: str, secret: list[str]) -> None:
        self._folder, self._secret = _real(folder), [_real(path) for path in secret]

    def install(self) -> None:
        """From now on, for good."""
        sys.addaudithook(self._look)

    def _look(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._look_at_file(*arguments)
        elif event == "import":
            refuse_framework(arguments[0])
        elif event in CHANGES:
            self._look_at_changes(arguments)
        elif event in PROCESSES:
            raise PermissionError(f"{event}: code under examination may not start processes")
        elif event in NETWORK:
            raise PermissionError(f"{event}: code under examination has no network")
        elif event in LIMITS or (event in ("os.kill", "os.killpg") and (event == "os.killpg" or arguments[0] != _own)):
            raise PermissionError(f"{event}: code under examination may not do that")

    def _look_at_file(self, path: Any, mode: Any, flags: Any) -> None:
        if type(path) is int:
            return
        real = _real(_text(path))
        if any(self._within(real, folder) for folder in self._secret):
            raise PermissionError(f"{path!r}: code under examination may not look there")
        if flags & TO_WRITE and not self._within(real, self._folder) and real != os.devnull:
            raise PermissionError(f"{path!r}: code under examination may write in its working folder only")

    def _look_at_changes(self, arguments: tuple[Any, ...]) -> None:
        for path in arguments:
            if isinstance(path, str | bytes | os.PathLike) and not self._within(_real(_dirname(_text(path))), self._folder):
                raise PermissionError(f"{path!r}: code under examination may change its working folder only")

    def _within(self, path: str, folder: str) -> bool:
        return path == folder or path.startswith(folder + _separator)
