"""One worker process: started, spoken to, ended."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
import weakref
from typing import Any

from comparisons.errors import InputError
from comparisons.subjects.worker import launch
from comparisons.subjects.worker.pipes import Pipes, TooLateError, WorkerGoneError
from comparisons.subjects.worker.runtime.wire import Body, WireError

LARGEST_ANSWER = 2**30
SECONDS_TO_START = 60.0
SECONDS_TO_END = 10.0
SECONDS_TO_SAY_WHERE = 0.5
MOST_SAID = 20_000


class StartError(InputError):
    """The process did not come up: no fault of a candidate. Where nothing else helps, its user has to."""

    def __init__(self, said: object) -> None:
        super().__init__(
            f"--isolation: expected a process of its own to start for the code, got {said}; give --memory more, or less than the machine"
            " has, or choose another --isolation."
        )


class WorkerProcess:
    """A process that runs the runtime, in a temporary folder and a process group of its own.

    Args:
        how: what to start.

    Raises:
        StartError: it did not come up.
    """

    def __init__(self, how: launch.Launch) -> None:
        self.folder = tempfile.mkdtemp(prefix="parity-worker-")
        self._process = _launched(how, self.folder)
        requests, answers, self._crashes = (_own(file) for file in (self._process.stdin, self._process.stdout, self._process.stderr))
        self._pipes = Pipes(requests, answers, ended=lambda: self._process.poll() is not None, most=LARGEST_ANSWER)
        self.end = weakref.finalize(self, _end, self._process, self._pipes, self._crashes, self.folder)
        self.in_force = self._started()

    def send(self, header: Any, body: Body, deadline: float) -> None:
        """See `Pipes.send`."""
        self._pipes.send(header, body, deadline)

    def receive(self, deadline: float) -> tuple[Any, bytearray]:
        """See `Pipes.receive`."""
        return self._pipes.receive(deadline)

    def how_it_ended(self) -> str:
        """In words, of a process that closed its pipe."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(SECONDS_TO_SAY_WHERE)
        status = self._process.returncode
        if status is None:
            return "it closed its connection"
        number = -status if status < 0 else status - 128  # bubblewrap passes a signal on as 128 + its number
        if number in {int(one) for one in signal.Signals}:
            return f"its process was ended by {signal.Signals(number).name}"
        return f"it ended its process with exit status {status}"

    def line(self, file: str, *, ask: bool) -> int | None:
        """The line of `file` it is at, or was at when it crashed; None if it does not say."""
        if ask:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGURG)
        said = self._said(wait=ask)
        found = re.search(rf'File "{re.escape(file)}", line (\d+)', said)
        return int(found[1]) if found else None

    def _started(self) -> list[str]:
        try:
            hello, _ = self.receive(time.monotonic() + SECONDS_TO_START)
            return [str(name) for name in hello["ready"]]
        except (TooLateError, WorkerGoneError, WireError, KeyError, TypeError) as problem:
            said = self._said(wait=False).strip().rpartition("\n")[2]
            self.end()
            raise StartError(said or type(problem).__name__) from None

    def _said(self, *, wait: bool) -> str:
        """What it wrote about a crash, or where it is."""
        said = b""
        deadline = time.monotonic() + (SECONDS_TO_SAY_WHERE if wait else 0)
        while len(said) < MOST_SAID and select.select([self._crashes], [], [], max(0.0, deadline - time.monotonic()))[0]:
            some = os.read(self._crashes, 4096)
            if not some:
                break
            said += some
            deadline = min(deadline, time.monotonic() + 0.02)  # the rest follows at once
        return said.decode("utf-8", "replace")


def _launched(how: launch.Launch, folder: str) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            how.command(folder), cwd=folder, env=launch.environment(folder), start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    except OSError as problem:
        shutil.rmtree(folder, ignore_errors=True)
        raise StartError(problem) from None


def _own(file: Any) -> int:
    """The file's descriptor, in our hands alone."""
    number = os.dup(file.fileno())
    file.close()
    return number


def _end(process: subprocess.Popen[bytes], pipes: Pipes, crashes: int, folder: str) -> None:
    """Kill everything it started, and remove its folder."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait(SECONDS_TO_END)
    pipes.close()
    os.close(crashes)
    shutil.rmtree(folder, ignore_errors=True)
