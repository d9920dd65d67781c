"""Global state that a function may have touched: random numbers, floating-point error handling, patched modules."""

from __future__ import annotations

import builtins
import random
from typing import Any

import numpy as np

_WATCHED = {"numpy": np, "numpy.random": np.random, "numpy.linalg": np.linalg, "builtins": builtins}
_geterr, _seterr = np.geterr, np.seterr
_numpy_random_state = np.random.get_state
_random_state = random.getstate


class GlobalState:
    """Notices changes, and undoes those that would change what other parts compute."""

    def __init__(self) -> None:
        self._names = {name: dict(module.__dict__) for name, module in _WATCHED.items()}
        self._errors = _geterr()

    def snapshot(self) -> tuple[Any, Any]:
        """Of random number generators."""
        return _numpy_random_state(legacy=False), _random_state()

    def changed_since(self, snapshot: tuple[Any, Any]) -> list[str]:
        """What is not as it was."""
        now = self.snapshot()
        found = [] if _same_numpy_state(now[0], snapshot[0]) else ["numpy.random"]
        found += [] if now[1] == snapshot[1] else ["random"]
        return found + self.repaired()

    def repaired(self) -> list[str]:
        """Put replaced names of watched modules and the error handling back; returns what was replaced."""
        found = []
        for name, module in _WATCHED.items():
            own = module.__dict__
            for key, value in self._names[name].items():
                if own.get(key) is not value:
                    own[key] = value
                    found.append(f"{name}.{key}")
        if _geterr() != self._errors:
            _seterr(**self._errors)
            found.append("numpy.seterr")
        return found


def _same_numpy_state(a: Any, b: Any) -> bool:
    """Whatever bit generator it is; only the usual one's state holds an array."""
    if "key" not in a["state"] or "key" not in b["state"]:
        return repr(a) == repr(b)
    same_key = bytes(a["state"]["key"]) == bytes(b["state"]["key"])
    return same_key and a["state"]["pos"] == b["state"]["pos"] and a["has_gauss"] == b["has_gauss"]
