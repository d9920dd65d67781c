"""Runs programs of steps against the candidate's objects."""

from __future__ import annotations

from enum import Enum
from types import ModuleType
from typing import Any

import numpy as np

from comparisons.subjects.worker.runtime.global_state import GlobalState
from comparisons.subjects.worker.runtime.handles import Handles
from comparisons.subjects.worker.runtime.incoming import Incoming
from comparisons.subjects.worker.runtime.outgoing import Outgoing, type_name
from comparisons.subjects.worker.runtime.sharing import shares
from comparisons.subjects.worker.runtime.wire import Body

_ndarray = np.ndarray
_as_base = np.ndarray.view
_setitem = np.ndarray.__setitem__
_shape_of = np.ndarray.shape.__get__
SILENT = ["silent"]


class StepError(Exception):
    """The step itself cannot be done as asked, such as a path that leads nowhere."""


class Programs:
    """What lives from program to program: the candidate's module, kept objects, handles.

    Args:
        module: the candidate, executed.
        tick: called before every step; says that the worker is alive.
        state: as it is to be before every program.
    """

    def __init__(self, module: ModuleType, tick: Any, state: GlobalState) -> None:
        self.module, self._tick, self._state = module, tick, state
        self._kept: dict[str, Any] = {}
        self._defined: dict[str, ModuleType] = {"numpy": np}
        self._handles = Handles()
        self._last_used: set[str] = set()
        self.at = 0

    def run(self, steps: list[Any], body: bytearray) -> tuple[list[Any], Body]:
        """Run all steps; returns one encoded value a step, and the bytes of their arrays."""
        self._results: list[Any] = []
        references: dict[str, Any] = {
            "ref": self._results.__getitem__,
            "kept": self._kept_object,
            "handle": self._handles.__getitem__,
            "name": self._named,
        }
        self._decode = Incoming(body, references).value
        outgoing = Outgoing(self._handles)
        if self._uses_others(steps):
            self._state.repair()
        answers = []
        for self.at, (operation, *operands) in enumerate(steps):
            self._tick()
            answers.append(_OPERATIONS[operation](self, outgoing, *operands))
        self._results = []
        return answers, outgoing.body

    def _uses_others(self, steps: list[Any]) -> bool:
        """Whether this program asks for other things than the last: then nothing that one did may show in it."""
        used = {_asked(step[1]) for step in steps if step[0] in ("call", "get", "set", "write")}
        others, self._last_used = used != self._last_used, used
        return others

    def _call(self, outgoing: Outgoing, target: Any, args: list[Any], kwargs: list[Any], wanted: str) -> Any:
        function = self._target(target)
        given, named = [self._decode(a) for a in args], {name: self._decode(a) for name, a in kwargs}
        before = self._state.snapshot() if wanted == "arguments" else None
        result = function(*given, **named)
        self._results.append(result)
        if wanted == "silent":
            return SILENT
        if before is None:
            return outgoing.value(result)
        shared = shares(result, given, named, self._results[:-1])
        pairs = [["pair", name, outgoing.value(value)] for name, value in named.items()]
        after = [outgoing.value(value) for value in given]
        return ["returned", outgoing.value(result), after, pairs, shared, self._state.changed_since(before)]

    def _get(self, outgoing: Outgoing, owner: Any, path: list[Any], wanted: str) -> Any:
        self._results.append(self._follow(self._owner(owner), path))
        return SILENT if wanted == "silent" else outgoing.value(self._results[-1])

    def _set(self, outgoing: Outgoing, owner: Any, path: list[Any], value: Any) -> Any:
        holder, (kind, key) = self._follow(self._owner(owner), path[:-1]), path[-1]
        new = self._decode(value)
        if kind == "item":
            holder[self._decode(key)] = new
        else:
            setattr(holder, key, new)
        self._results.append(None)
        return None

    def _write(self, outgoing: Outgoing, owner: Any, path: list[Any], value: Any) -> Any:
        target, new = self._follow(self._owner(owner), path), self._decode(value)
        if not issubclass(type(target), _ndarray):
            raise StepError(f"expected an array to write into, got {type_name(target)}")
        if _shape_of(target) != _shape_of(new):
            raise StepError(f"expected an array of shape {_shape_of(new)} to write into, got {_shape_of(target)}")
        _setitem(_as_base(target, _ndarray), ..., new)
        self._results.append(None)
        return None

    def _put(self, outgoing: Outgoing, value: Any) -> Any:
        self._results.append(self._decode(value))
        return None

    def _keep(self, outgoing: Outgoing, name: str, value: Any) -> Any:
        self._kept[name] = self._decode(value)
        self._results.append(self._kept[name])
        return None

    def _forget(self, outgoing: Outgoing, prefix: str) -> Any:
        for name in [name for name in self._kept if name.startswith(prefix)]:
            del self._kept[name]
        self._results.append(None)
        return None

    def _define(self, outgoing: Outgoing, name: str, text: str) -> Any:
        module = ModuleType(name)
        module.__dict__.update(candidate=self.module, np=np)
        exec(compile(text, f"<{name}>", "exec"), module.__dict__)
        self._defined[name] = module
        self._results.append(None)
        return None

    def _target(self, target: Any) -> Any:
        if type(target) is str:
            return self._named(target)
        owner, path = target
        return self._follow(self._owner(owner), path)

    def _owner(self, owner: Any) -> Any:
        return self._named(owner) if type(owner) is str else self._decode(owner)

    def _named(self, path: str) -> Any:
        first, _, rest = path.partition(".")
        start = self.module.__dict__.get(first, self._defined.get(first, self))
        if start is self:
            raise StepError(f"there is no {first!r} in it")
        for name in rest.split("."):
            if name.isdigit():
                start = tuple.__getitem__(start, int(name))
            elif name:
                start = start[name] if type(start) is dict else getattr(start, name)
            if issubclass(type(start), Enum):
                start = start._value_
        return start

    def _kept_object(self, name: str) -> Any:
        if name not in self._kept:
            raise StepError(f"nothing is kept as {name!r}; the worker may have been restarted since")
        return self._kept[name]

    def _follow(self, value: Any, path: list[Any]) -> Any:
        for kind, key in path:
            value = value[self._decode(key)] if kind == "item" else getattr(value, key)
        return value


def _asked(owner: Any) -> str:
    """What a step is about, in a word: the first part of a path, the name of what was kept; `''` for a result of this program."""
    if type(owner) is list:
        return _asked(owner[0]) if type(owner[0]) is list else "" if owner[0] == "ref" else str(owner[1])
    return owner.partition(".")[0]


_OPERATIONS: dict[str, Any] = {
    "call": Programs._call,
    "get": Programs._get,
    "set": Programs._set,
    "write": Programs._write,
    "put": Programs._put,
    "keep": Programs._keep,
    "forget": Programs._forget,
    "define": Programs._define,
}
