"""The code that is examined, as text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Python text to execute.

    Args:
        text: what is executed.
        name: what messages call it, such as `net.py`.
        folder: where its own imports are looked for; None for nowhere.
        left_out: what of the original is not in `text`, such as a training loop, in words.
        module: dotted name it is executed under, found from `folder`, where it lies in a package; else empty.
        package: it is the `__init__.py` of a package, and `module` the name of that.
    """

    text: str
    name: str
    folder: str | None = None
    left_out: tuple[str, ...] = ()
    module: str = ""
    package: bool = False
