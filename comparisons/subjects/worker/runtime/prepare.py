"""Everything that has to be in place before the candidate comes, and then the main loop."""

from __future__ import annotations

import sys
from typing import Any

from comparisons.subjects.worker.runtime.channel import Channel
from comparisons.subjects.worker.runtime.framework import OURS, Refusal
from comparisons.subjects.worker.runtime.output import Printed, WarningCounts
from comparisons.subjects.worker.runtime.serving import Server
from comparisons.subjects.worker.runtime.shims import Shims

OWN_COPIES = ("json", "json.decoder", "json.encoder", "json.scanner", "inspect", "struct")
"""Modules the runtime uses that the candidate gets another copy of."""


def run(private: Any, configuration: dict[str, Any], requests: int, answers: int) -> None:
    """Answer requests until there are none."""
    shims = Shims()
    shims.supply_usual()
    printed = Printed()
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = printed  # type: ignore[misc, assignment]
    warnings = WarningCounts()
    sys.meta_path.insert(0, Refusal(OURS | set(configuration["refused"])))
    for name in OWN_COPIES:
        sys.modules.pop(name, None)
    try:
        Server(Channel(requests, answers), shims, printed, warnings).run()
    except (EOFError, BrokenPipeError):
        return
