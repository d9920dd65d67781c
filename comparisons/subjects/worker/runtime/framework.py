"""What a candidate may not import: frameworks that would do its work for it, and parity itself."""

from __future__ import annotations

from typing import Any

FRAMEWORKS = frozenset(
    {"tensorflow", "keras", "tf_keras", "torch", "jax", "jaxlib", "flax", "mxnet", "paddle", "theano", "tinygrad", "cupy"}
)
OURS = frozenset({"comparisons", "reference"})


class FrameworkUsedError(ImportError):
    """The candidate asked for a framework."""


class Refusal:
    """A finder that comes before all others.

    Args:
        names: top-level modules that are not to be found although they may be installed.
    """

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Raise for a module that is refused.

        Raises:
            FrameworkUsedError: it is a framework.
            ModuleNotFoundError: it is one of ours.
        """
        root = name.partition(".")[0]
        if root in FRAMEWORKS:
            raise FrameworkUsedError(f"{root} is a framework: what is examined has to do its work itself", name=root)
        if root in self.names:
            raise ModuleNotFoundError(f"No module named {root!r}", name=root)
