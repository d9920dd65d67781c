"""What a candidate may not import: frameworks that would do its work for it, and parity itself."""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from typing import Any

FRAMEWORKS = frozenset(
    {"tensorflow", "keras", "tf_keras", "torch", "jax", "jaxlib", "flax", "mxnet", "paddle", "theano", "tinygrad", "cupy"}
)


class FrameworkUsedError(ImportError):
    """The candidate asked for a framework."""


def refuse_framework(module: str) -> None:
    """Raise if a module belongs to a framework.

    Raises:
        FrameworkUsedError: it does.
    """
    root = module.partition(".")[0]
    if root in FRAMEWORKS:
        raise FrameworkUsedError(f"{root} is a framework: what is examined has to do its work itself", name=root)


class Refusal:
    """A finder that comes before all others.

    Args:
        hidden: folders of packages that are not to be found. A candidate may have a module of its own by the same name.
    """

    def __init__(self, hidden: list[str]) -> None:
        self._hidden = {os.path.basename(folder): os.path.realpath(folder) for folder in hidden}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Raise for a module that is refused.

        Raises:
            FrameworkUsedError: it is a framework.
            ModuleNotFoundError: it is in a hidden folder.
        """
        refuse_framework(name)
        if name in self._hidden and path is None:
            spec = PathFinder.find_spec(name, sys.path)
            if spec is not None and self._hidden[name] in [os.path.realpath(place) for place in spec.submodule_search_locations or ()]:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
