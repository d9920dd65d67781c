"""The main loop of the worker: one answer for every request."""

from __future__ import annotations

import os
import time
from types import ModuleType
from typing import Any

from comparisons.subjects.worker.runtime.channel import Channel
from comparisons.subjects.worker.runtime.failure import failure
from comparisons.subjects.worker.runtime.inventory import Inventory
from comparisons.subjects.worker.runtime.loading import load
from comparisons.subjects.worker.runtime.output import Printed, WarningCounts
from comparisons.subjects.worker.runtime.program import Programs
from comparisons.subjects.worker.runtime.wire import Body

TICK_SECONDS = 0.2  # a sign of life at most this often
_now = time.monotonic


class Server:
    """Answers requests until there are no more."""

    def __init__(self, channel: Channel, shims: Any, printed: Printed, warnings: WarningCounts) -> None:
        self._channel, self._shims, self._printed, self._warnings = channel, shims, printed, warnings
        self._file = ""
        self._folder: str | None = None
        self._programs: Programs
        self._last_sign = 0.0

    def run(self) -> None:
        """Never returns but by EOFError."""
        while True:
            request, body = self._channel.receive()
            self._last_sign = _now()
            answer, arrays = self._answer(request, body)
            answer["number"] = request["number"]
            answer["printed"] = self._printed.taken()
            answer["warnings"] = self._warnings.taken()
            answer["shims"] = self._shims.taken()
            self._channel.send(answer, arrays)

    def _answer(self, request: Any, body: bytearray) -> tuple[dict[str, Any], Body]:
        try:
            if request["do"] == "load":
                return {"members": self._load(request)}, Body()
            results, arrays = self._programs.run(request["steps"], body)
            return {"results": results, "touched": self._programs.repaired()}, arrays
        except BaseException as problem:
            at = self._programs.at if request["do"] == "run" else None
            touched = self._programs.repaired() if request["do"] == "run" else []
            return {"failed": [*failure(problem, self._file), at], "touched": touched}, Body()

    def _load(self, request: Any) -> list[Any]:
        self._file, self._folder = request["file"], request["folder"]
        module = load(request["text"], self._file, self._folder, request["module"], self._shims)
        self._programs = Programs(module, self._tick)
        return Inventory(module, self._is_own).members()

    def _is_own(self, name: Any) -> bool:
        """Whether a module of this name is the candidate itself or lies in its folder."""
        import sys

        module = sys.modules.get(name) if type(name) is str else None
        file = getattr(module, "__file__", None)
        if type(module) is not ModuleType or type(file) is not str:
            return False
        return file == self._file or (self._folder is not None and file.startswith(self._folder + os.sep))

    def _tick(self) -> None:
        now = _now()
        if now - self._last_sign > TICK_SECONDS:
            self._last_sign = now
            self._channel.send({"alive": True}, Body())
