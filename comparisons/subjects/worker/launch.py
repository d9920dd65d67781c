"""The command that starts a worker process, and what it is told."""

from __future__ import annotations

import json
import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import numpy

from comparisons.subjects.source import Source
from comparisons.subjects.worker import bubblewrap
from comparisons.subjects.worker.limits import Limits

RUNTIME = str(Path(__file__).parent / "runtime")
OURS = [str(Path(__file__).parents[3] / name) for name in ("comparisons", "reference", "scratch")]


@dataclass(frozen=True)
class Launch:
    """How to start the worker process for one source.

    Args:
        source: what it will execute.
        limits: of its memory.
        isolation: `'bubblewrap'` or `'process'`.
    """

    source: Source
    limits: Limits
    isolation: str

    def command(self, folder: str) -> list[str]:
        """Python without site, user folder and bytecode files, running the runtime with `folder` as its working folder."""
        configuration = {
            "paths": package_paths(),
            "hidden": self._hidden(),
            "memory": self.limits.memory_mib * 2**20,
            "namespaces": self.isolation == "bubblewrap",
        }
        command = [interpreter(), "-s", "-S", "-B", os.path.join(RUNTIME, "start.py"), json.dumps(configuration)]
        if self.isolation == "process":
            return command
        hidden = [*self._hidden(), *bubblewrap.frameworks_in(package_paths())]
        return bubblewrap.wrapped(command, folder=folder, visible=self._visible(), hidden=hidden, shown=[RUNTIME])

    def _hidden(self) -> list[str]:
        """Our own packages, unless one of them is what is examined."""
        examined = os.path.realpath(os.path.join(self.source.folder or "", self.source.module.partition(".")[0]))
        return [folder for folder in OURS if not self.source.module or os.path.realpath(folder) != examined]

    def _visible(self) -> list[str]:
        folders = [sys.base_prefix, sys.base_exec_prefix, os.path.dirname(interpreter()), *package_paths(), self.source.folder]
        return list(dict.fromkeys(os.path.realpath(folder) for folder in folders if folder))


def package_paths() -> list[str]:
    """Folders that NumPy and other installed packages are imported from."""
    found = [str(Path(numpy.__file__).parents[1]), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    found += [path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages")]
    return list(dict.fromkeys(os.path.realpath(path) for path in found if os.path.isdir(path)))


def interpreter() -> str:
    """The real interpreter, also of a virtual environment."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def environment(folder: str) -> dict[str, str]:
    """Nothing of ours: no paths, no proxies, no keys. One thread, and the same hashes every time."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")
    return {
        "PATH": os.defpath,
        "HOME": folder,
        "TMPDIR": folder,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "MALLOC_ARENA_MAX": "2",
        **threads,
    }
