"""The command that starts a worker process."""

from __future__ import annotations

import json
import os
import sys
import sysconfig
from pathlib import Path

RUNTIME = Path(__file__).parent / "runtime"
FOREIGN = ("scratch",)  # ours too, refused unless the candidate is that package


def package_paths() -> list[str]:
    """Folders that NumPy and other installed packages are imported from."""
    import numpy

    found = [str(Path(numpy.__file__).parents[1]), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return list(dict.fromkeys(path for path in found if os.path.isdir(path)))


def command(configuration: dict[str, object]) -> list[str]:
    """Python without site, user folder and bytecode files, running the runtime."""
    return [interpreter(), "-s", "-S", "-B", str(RUNTIME / "start.py"), json.dumps(configuration)]


def interpreter() -> str:
    """The real interpreter, also of a virtual environment."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def environment(folder: str) -> dict[str, str]:
    """Nothing of ours: no paths, no proxies, no keys. One thread, and the same hashes every time."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")
    return {"PATH": os.defpath, "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **threads}
