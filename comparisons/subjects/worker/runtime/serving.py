"""The main loop of the worker: one answer for every request."""

from __future__ import annotations

import os
import sys
import time
from types import ModuleType
from typing import Any

from comparisons.subjects.worker.runtime.channel import Channel
from comparisons.subjects.worker.runtime.failure import failure
from comparisons.subjects.worker.runtime.global_state import GlobalState
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
        self._state, self._modules = GlobalState(), sys.modules
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
            answer["touched"] = self._state.taken()
            self._channel.send(answer, arrays)

    def _answer(self, request: Any, body: bytearray) -> tuple[dict[str, Any], Body]:
        running = request["do"] == "run"
        try:
            if not running:
                return self._load(request), Body()
            results, arrays = self._programs.run(request["steps"], body)
            self._state.repair_modules("builtins")
            return {"results": results}, arrays
        except BaseException as problem:
            self._state.repair()
            return {"failed": [*failure(problem, self._file), self._programs.at if running else None]}, Body()

    def _load(self, request: Any) -> dict[str, Any]:
        self._file, self._folder = request["file"], request["folder"]
        name, package = request["module"], request["package"]
        module = load(request["text"], self._file, self._folder, name, self._shims, self._state, package=package)
        self._state.accept()
        self._programs = Programs(module, self._tick, self._state)
        return {"members": Inventory(module, self._is_own).members()}

    def _is_own(self, name: Any) -> bool:
        """Whether a module of this name is the candidate itself or lies in its folder."""
        module = self._modules.get(name) if type(name) is str else None
        file = getattr(module, "__file__", None)
        if type(module) is not ModuleType or type(file) is not str:
            return False
        return file == self._file or (self._folder is not None and file.startswith(self._folder + os.sep))

    def _tick(self) -> None:
        now = _now()
        if now - self._last_sign > TICK_SECONDS:
            self._last_sign = now
            self._channel.send({"alive": True}, Body())
