"""Everything that has to be in place before the candidate comes, and then the main loop."""

from __future__ import annotations

import faulthandler
import os
import random
import signal
import sys
from typing import Any

from numpy import random as candidates_numbers

from comparisons.subjects.worker.runtime.audit import Guard
from comparisons.subjects.worker.runtime.channel import Channel
from comparisons.subjects.worker.runtime.framework import Refusal
from comparisons.subjects.worker.runtime.output import Printed, WarningCounts
from comparisons.subjects.worker.runtime.serving import Server
from comparisons.subjects.worker.runtime.shims import Shims
from comparisons.subjects.worker.runtime.stubs import StubFinder
from comparisons.subjects.worker.runtime.wire import Body

OWN_COPIES = ("json", "json.decoder", "json.encoder", "json.scanner", "inspect", "struct")
"""Modules the runtime uses that the candidate gets another copy of."""

WHERE_ARE_YOU = signal.SIGURG
"""Makes the process write down where it is; ignored by everything that was not asked to listen."""


def run(configuration: dict[str, Any], in_force: list[str], requests: int, answers: int, crashes: int) -> None:
    """Answer requests until there are none."""
    faulthandler.enable(crashes, all_threads=False)
    faulthandler.register(WHERE_ARE_YOU, crashes, all_threads=False)
    channel = Channel(requests, answers)
    shims = Shims()
    shims.supply_usual()
    printed = Printed()
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = printed  # type: ignore[misc, assignment]
    warnings = WarningCounts()
    _seed()
    sys.meta_path[:0] = [Refusal(configuration["hidden"]), StubFinder(shims)]
    for name in OWN_COPIES:
        sys.modules.pop(name, None)
    channel.send({"ready": [*in_force, "audit hook"]}, Body())
    Guard(os.getcwd(), configuration["hidden"]).install()
    try:
        Server(channel, shims, printed, warnings).run()
    except (EOFError, BrokenPipeError):
        return


def _seed() -> None:
    """The same random numbers in every process, so that what was found can be found again."""
    random.seed(0)
    candidates_numbers.seed(0)  # noqa: NPY002  # the state that candidates draw from
