"""What real code needs and today's NumPy and standard library no longer have, put back and remembered by name."""

from __future__ import annotations

import collections
import collections.abc
from types import ModuleType
from typing import Any

import numpy as np


def _numpy_names() -> dict[str, Any]:
    return {
        "int": int, "float": float, "bool": bool, "object": object, "complex": complex, "str": str, "long": int, "unicode": str,
        "float_": np.float64, "complex_": np.complex128, "int0": np.intp, "uint0": np.uintp, "bool8": np.bool_, "object0": np.object_,
        "alltrue": np.all, "sometrue": np.any, "product": np.prod, "cumproduct": np.cumprod, "round_": np.round,
        "NaN": np.nan, "NAN": np.nan, "Inf": np.inf, "Infinity": np.inf, "infty": np.inf, "PINF": np.inf, "NINF": -np.inf,
        "PZERO": 0.0, "NZERO": -0.0, "mat": np.asmatrix, "row_stack": np.vstack, "in1d": lambda a, b, **more: np.isin(a, b, **more).ravel(),
        "asfarray": lambda a, dtype=np.float64: np.asarray(a, dtype), "asscalar": lambda a: a.item(), "msort": lambda a: np.sort(a, axis=0),
        "trapz": np.trapezoid, "float96": np.longdouble, "float128": np.longdouble, "VisibleDeprecationWarning": DeprecationWarning,
    }  # fmt: skip  # a table


class Shims:
    """Supplies missing names of modules when they are asked for, and remembers which."""

    def __init__(self) -> None:
        self._used: list[str] = []

    def used(self, name: str) -> None:
        """Remember that `name` had to be supplied."""
        if name not in self._used:
            self._used.append(name)

    def taken(self) -> list[str]:
        """All names supplied so far."""
        return list(self._used)

    def supply(self, module: ModuleType, prefix: str, names: dict[str, Any]) -> None:
        """Names that `module` is to have where it lacks them; called again and again, each is remembered once."""
        usual = module.__dict__.get("__getattr__")

        def missing(name: str) -> Any:
            if name in names:
                self.used(f"{prefix}.{name}")
                return names[name]
            if usual is not None:
                return usual(name)
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        module.__dict__["__getattr__"] = missing

    def supply_usual(self) -> None:
        """Everything that is known to be missed."""
        self.supply(np, "np", _numpy_names())
        self.supply(collections, "collections", {name: getattr(collections.abc, name) for name in collections.abc.__all__})
