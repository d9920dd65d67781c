"""Vega's JavaScript for the page. Bundling takes two seconds, so another process can do it meanwhile."""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache

_SNIPPET = "window.vegaEmbed = vegaEmbed;"
_CHILD = (
    "import sys; sys.path[:] = {path!r}; import vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle({snippet!r}).encode())"
)
_SECONDS = 60


@lru_cache(maxsize=1)
def vega() -> str:
    """The bundle, made in this process."""
    import vl_convert  # here, so that a caller of vega_from_child does not load it too early

    return vl_convert.javascript_bundle(_SNIPPET)


def vega_from_child() -> str | None:
    """The bundle, made by a second Python process; None if that does not work out."""
    if not sys.executable:
        return None
    command = [sys.executable, "-c", _CHILD.format(path=sys.path, snippet=_SNIPPET)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return None  # the caller makes it in this process, and if that fails too, the reason comes from there
    return done.stdout.decode() or None
