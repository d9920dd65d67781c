"""What there is in the candidate's module: functions, classes with their methods, instances."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import partial
from types import FunctionType, ModuleType
from typing import Any

from numpy import ufunc, vectorize

from comparisons.subjects.worker.runtime.containers import entries_of, half_of, halves_of

MOST_MEMBERS = 2000
MOST_TEXT = 20_000
_PLAIN = (type(None), bool, int, float, str)
_NOTHING_KNOWN: dict[str, Any] = {
    "parameters": [], "source": "", "line": None, "doc": "", "mro": [], "methods": [], "module": "", "abstract": [],
    "operators": [],
}  # fmt: skip
_dict_of = type.__dict__["__dict__"].__get__
_SELDOM = ("__init__", "__call__")  # of the double-underscore methods, these are reported among the others
_SIGNS = ("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "pow", "neg", "matmul")
_OPERATORS = frozenset(f"__{sign}__" for sign in _SIGNS)


class Inventory:
    """Describes members of one module.

    Args:
        module: the candidate.
        own: whether a module of this name is the candidate's own code.
    """

    def __init__(self, module: ModuleType, own: Any) -> None:
        self._module, self._own = module, own

    def members(self) -> list[dict[str, Any]]:
        """One description for each, in the order of the source."""
        found = []
        there = [(name, value) for name, value in self._module.__dict__.items() if type(name) is str and not name.startswith("__")]
        named = {id(value) for _, value in there}
        dictionaries = {name: value for name, value in there if type(value) is dict}
        for name, value in [item for item in there for item in (item, *self._entries(*item, named, dictionaries))][:MOST_MEMBERS]:
            try:
                description = self._described(name, value)
            except Exception:  # it fights being looked at
                description = {**_NOTHING_KNOWN, "path": name, "kind": "class" if issubclass(type(value), type) else "instance"}
            found += [] if description is None else [description]
        return found

    def _described(self, name: str, value: Any) -> dict[str, Any] | None:
        kind = type(value)
        if kind is FunctionType:
            return self._member(name, "function", value, value.__module__) if self._own(value.__module__) else None
        if kind is vectorize and type(value.pyfunc) is FunctionType:
            inner = value.pyfunc
            return self._member(name, "function", inner, inner.__module__) if self._own(inner.__module__) else None
        if kind is partial and type(value.func) is FunctionType and self._own(value.func.__module__):
            found = self._member(name, "function", value.func, value.func.__module__)
            return {**found, "parameters": _parameters(value)}
        if (halves := halves_of(value)) is not None:
            return self._pair(name, value, halves)
        if issubclass(kind, type):
            module = type.__dict__["__module__"].__get__(value)
            return self._class(name, "class", value, module) if self._own(module) else None
        module = type.__dict__["__module__"].__get__(kind)
        return self._class(name, "instance", kind, module) if self._own(module) else None

    def _entries(self, name: str, value: Any, named: set[int], dictionaries: dict[str, Any]) -> list[tuple[str, Any]]:
        """What there is in a container; none of what fights being looked at."""
        try:
            return list(entries_of(name, value, named, dictionaries))
        except Exception:
            return []

    def _pair(self, name: str, value: Any, where: tuple[str, str]) -> dict[str, Any] | None:
        """`relu = (f, df)`: what is called are its halves, one of them at least of its own."""
        both = [(place, half_of(value, place)) for place in where]
        halves = [self._member(f"{name}.{place}", "function", half, getattr(half, "__module__", None)) for place, half in both]
        own = [half for half in halves if self._own(half["module"])]
        return {**own[0], "path": name, "kind": "pair", "methods": halves} if own else None

    def _class(self, name: str, kind: str, cls: type, module: Any) -> dict[str, Any]:
        mro = [base for base in type.__dict__["__mro__"].__get__(cls) if base is not object]
        methods: dict[str, dict[str, Any]] = {}
        taken_away: set[Any] = set()
        for base in mro:
            taken_away |= {key for key, value in list(_dict_of(base).items()) if value is None and key not in methods}
            for key, value in list(_dict_of(base).items()):
                if key in taken_away:
                    continue  # `backward = None` in a subclass
                if type(key) is str and key not in methods and (not key.startswith("__") or key in _SELDOM):
                    described = self._method(f"{name}.{key}", value)
                    if described is not None and (base is mro[0] or key in _SELDOM or not _is_left_open(described["source"])):
                        methods[key] = described
        described = self._member(name, kind, cls, module)
        described["mro"] = [type.__dict__["__name__"].__get__(base) for base in mro]
        described["methods"] = list(methods.values())
        described["operators"] = self._operators(name, cls)
        described["abstract"] = sorted(name for name in getattr(cls, "__abstractmethods__", ()) if type(name) is str)
        described["parameters"] = methods.get("__init__", described)["parameters"]
        return described

    def _operators(self, name: str, cls: type) -> list[dict[str, Any]]:
        """Methods of the class's own that stand for signs, also those given to it from outside."""
        own = {key: value for key, value in _dict_of(cls).items() if type(key) is str and key in _OPERATORS}
        return [
            self._member(f"{name}.{key}", "method", value, None, bound=True) for key, value in own.items() if type(value) is FunctionType
        ]

    def _method(self, path: str, value: Any) -> dict[str, Any] | None:
        kind = type(value)
        if kind is property:
            return self._member(path, "property", value.fget, None)
        if kind is staticmethod:
            return self._member(path, "static", value.__func__, None)
        if kind is classmethod:
            return self._member(path, "classmethod", value.__func__, None, bound=True)
        if kind is FunctionType:
            return self._member(path, "method", value, None, bound=True)
        return None

    def _member(self, path: str, kind: str, value: Any, module: Any, *, bound: bool = False) -> dict[str, Any]:
        source, line = _source(value)
        return {
            "path": path,
            "kind": kind,
            "parameters": _parameters(value)[int(bound) :],
            "source": source,
            "line": line,
            "doc": _doc(value),
            "mro": [],
            "methods": [],
            "operators": [],
            "abstract": [],
            "module": module if type(module) is str else getattr(value, "__module__", "") or "",
        }


def _is_left_open(source: str) -> bool:
    """Whether a method does nothing, or only raises NotImplementedError: inherited, it says what a subclass may have, and has not."""
    try:
        function = ast.parse(textwrap.dedent(source)).body[0]
    except (SyntaxError, IndexError, RecursionError, MemoryError):
        return False
    if not isinstance(function, ast.FunctionDef):
        return False
    said = [line for line in function.body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))]
    return all(isinstance(line, ast.Pass) or (isinstance(line, ast.Raise) and "NotImplemented" in ast.unparse(line)) for line in said)


def _parameters(value: Any) -> list[list[Any]]:
    """[name, kind, has default, default] of each; none of what has no signature of its own."""
    if type(value) is ufunc:
        return [["x", "POSITIONAL_ONLY", False, None]] * value.nin
    if type(value) not in (FunctionType, partial):
        value = getattr(value, "__wrapped__", value)
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return []
    described = []
    for parameter in signature.parameters.values():
        given = parameter.default is not inspect.Parameter.empty
        described.append([parameter.name, parameter.kind.name, given, _literal(parameter.default) if given else None])
    return described


def _literal(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    try:
        return repr(value)[:200]
    except Exception as problem:
        return f"<{type(problem).__name__}>"


def _source(value: Any) -> tuple[str, int | None]:
    try:
        lines, line = inspect.getsourcelines(value)
    except (OSError, TypeError, IndexError, SyntaxError):
        return "", None
    return "".join(lines)[:MOST_TEXT], line


def _doc(value: Any) -> str:
    doc = getattr(value, "__doc__", None)
    return doc[:MOST_TEXT] if type(doc) is str else ""
