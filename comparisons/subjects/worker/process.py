"""One worker process: started, spoken to, ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from typing import Any

from comparisons.subjects.worker import launch
from comparisons.subjects.worker.pipes import Pipes
from comparisons.subjects.worker.runtime.wire import Body

LARGEST_ANSWER = 2**30
GRACE = 5.0  # seconds a killed process may take to be gone


class WorkerProcess:
    """A process that runs the runtime, in a temporary folder and a process group of its own."""

    def __init__(self, configuration: dict[str, object]) -> None:
        self.folder = tempfile.mkdtemp(prefix="parity-worker-")
        self._process = subprocess.Popen(
            launch.command(configuration),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env=launch.environment(self.folder),
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        ends = os.dup(self._process.stdin.fileno()), os.dup(self._process.stdout.fileno())
        self._process.stdin.close()
        self._process.stdout.close()
        self._pipes = Pipes(*ends, ended=lambda: self._process.poll() is not None, most=LARGEST_ANSWER)

    def send(self, header: Any, body: Body, deadline: float) -> None:
        """See `Pipes.send`."""
        self._pipes.send(header, body, deadline)

    def receive(self, deadline: float) -> tuple[Any, bytearray]:
        """See `Pipes.receive`."""
        return self._pipes.receive(deadline)

    def how_it_ended(self) -> str:
        """In words, of a process that closed its pipe."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.5)
        status = self._process.returncode
        if status is None:
            return "it closed its connection"
        if status < 0:
            return f"its process was ended by {signal.Signals(-status).name}"
        return f"it ended its process with exit status {status}"

    def end(self) -> None:
        """Kill everything it started, and remove its folder."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait(GRACE)
        self._pipes.close()
        shutil.rmtree(self.folder, ignore_errors=True)
