"""Global state that a candidate may touch: random numbers, floating-point error handling, patched modules."""

from __future__ import annotations

import builtins
import math
import random
import sys
import warnings
from operator import is_
from typing import Any

import numpy as np
from numpy import random as candidates_numbers
from numpy._core import _methods, fromnumeric, multiarray, numeric, umath

_WATCHED: dict[str, dict[str, Any]] = {
    "builtins": builtins.__dict__,
    "math": math.__dict__,
    "sys.modules": sys.modules,
    "numpy": np.__dict__,
    "numpy.random": candidates_numbers.__dict__,
    "numpy.linalg": np.linalg.__dict__,
    **{
        f"numpy._core.{module.__name__.rpartition('.')[2]}": module.__dict__
        for module in (_methods, fromnumeric, multiarray, numeric, umath)
    },
}
AT_IMPORT = ("builtins", "sys.modules")
"""What is put back even if the source changes it at import: the interpreter and the runtime need it."""

_TRACING = ((sys.gettrace, sys.settrace, "sys.settrace"), (sys.getprofile, sys.setprofile, "sys.setprofile"))
_catch_warnings = warnings.catch_warnings
_geterr, _seterr = np.geterr, np.seterr
_numpy_random_state = candidates_numbers.get_state
_random_state = random.getstate


class GlobalState:
    """Notices changes, and undoes those that would change what other parts compute. New names are no change."""

    def __init__(self) -> None:
        self._replaced: list[str] = []
        self.accept()

    def accept(self) -> None:
        """From now on, how it is now is right."""
        self._names = {name: dict(own) for name, own in _WATCHED.items()}
        self._errors, self._filters = _geterr(), list(warnings.filters)

    def snapshot(self) -> tuple[Any, Any]:
        """Of random number generators."""
        return _numpy_random_state(legacy=False), _random_state()

    def changed_since(self, snapshot: tuple[Any, Any]) -> list[str]:
        """What is not as it was; random numbers stay that way, the rest is put back."""
        now = self.snapshot()
        found = [] if _same_numpy_state(now[0], snapshot[0]) else ["numpy.random"]
        found += [] if now[1] == snapshot[1] else ["random"]
        before = len(self._replaced)
        self.repair()
        return found + self._replaced[before:]

    def repair(self) -> None:
        """Put replaced names of watched modules, the handling of errors and warnings, and tracing back."""
        self.repair_modules(*_WATCHED)
        if warnings.filters != self._filters:
            warnings.filters[:] = self._filters  # type: ignore[index]  # it is a list, whatever its stub says
            with _catch_warnings():  # makes the interpreter look at them again
                pass
            self._replaced.append("warnings.filters")
        for get, put, name in _TRACING:
            if get() is not None:
                put(None)
                self._replaced.append(name)
        if _geterr() != self._errors:
            _seterr(**self._errors)
            self._replaced.append("numpy.seterr")

    def repair_modules(self, *names: str) -> None:
        """The same for some of `_WATCHED`."""
        for name in names:
            own, before = _WATCHED[name], self._names[name]
            if len(own) >= len(before) and all(map(is_, before.values(), own.values())):  # names stay in order, new ones come last
                continue
            replaced = [key for key, value in before.items() if own.get(key) is not value]
            own.update({key: before[key] for key in replaced})
            self._replaced += [f"{name}.{key}" for key in replaced]

    def taken(self) -> list[str]:
        """What was put back since the last time."""
        replaced, self._replaced = self._replaced, []
        return replaced


def _same_numpy_state(a: Any, b: Any) -> bool:
    """Whatever bit generator it is; only the usual one's state holds an array."""
    if "key" not in a["state"] or "key" not in b["state"]:
        return repr(a) == repr(b)
    same_key = bytes(a["state"]["key"]) == bytes(b["state"]["key"])
    return same_key and a["state"]["pos"] == b["state"]["pos"] and a["has_gauss"] == b["has_gauss"]
