"""A short script that shows a disagreement: the candidate's own lines, the very calls that were made, and Keras's numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from comparisons.checks.engine import Counterexample
from comparisons.subjects.finding.load import Target
from comparisons.subjects.finding.names import bound, changed, needed
from comparisons.subjects.finding.parsing import parsed
from comparisons.subjects.worker import Call, Get, Item, Keep, Kept, Name, Opaque, Put, Ref, Set, Step, Write
from comparisons.subjects.worker.steps import parts_of

MOST_LINES = 400
HELPER = "parity_helpers."


def script_of(target: Target, names: Sequence[str], programs: Sequence[Sequence[Step]], found: Counterexample) -> str:
    """The script.

    Args:
        target: where the candidate is.
        names: its members that are called.
        programs: the steps that were run on the example.
        found: the disagreement.
    """
    case, compared = found.case, found.compared
    given = {**case.inputs, **case.given}
    lines = [*_sliced(target, names), "", *(f"{name} = {literal(a)}" for name, a in given.items())]
    lines += [line for number, program in enumerate(programs) for line in Rendering(given, number).lines(program)]
    how = ", (before - after) / learning rate" if compared.what.startswith("update of ") else ""
    lines += [f"# {compared.what}{how}, as Keras has it:", f"print({literal(compared.reference)})"]
    return "\n".join([*_imports(lines), *lines])


def _imports(lines: Sequence[str]) -> Iterator[str]:
    """What the script needs beside what its source imports."""
    if "import numpy as np" not in lines:
        yield "import numpy as np"
    if any("SimpleNamespace" in line for line in lines):
        yield "from types import SimpleNamespace"


def _sliced(target: Target, names: Sequence[str]) -> list[str]:
    """The statements of the source that the names need, and nothing else; all of it where it imports from its own package."""
    try:
        body = parsed(target.source.text).body
    except SyntaxError:
        return []
    wanted, kept = set(names), set[ast.stmt]()
    while more := [s for s in body if s not in kept and ((bound([s]) | changed(s)) & wanted)]:
        kept |= set(more)
        wanted |= needed(more)
    lines = target.source.text.split("\n")
    found = [line for s in body if s in kept for line in lines[_first(s) - 1 : s.end_lineno]]
    return found if len(found) <= MOST_LINES else [f"from {target.source.module or 'subject'} import {', '.join(names)}"]


def _first(statement: ast.stmt) -> int:
    return min([statement.lineno, *(decorator.lineno for decorator in getattr(statement, "decorator_list", []))])


class Rendering:
    """Steps as Python.

    Args:
        given: arrays that have names already.
        number: of the program, for names of results.
    """

    def __init__(self, given: Mapping[str, np.ndarray], number: int) -> None:
        self._given, self._prefix = given, "abcdefgh"[number % 8]

    def lines(self, program: Sequence[Step]) -> Iterator[str]:
        """A line a step; the last results are printed."""
        used = set(self._used(program))
        for number, step in enumerate(program):
            line = self._line(step)
            if not line:
                continue
            if isinstance(step, Call | Get) and not (isinstance(step, Get) and number not in used and step.silent):
                shown = number not in used and not step.silent
                yield f"print({line})" if shown else f"{self._prefix}{number} = {line}"
            else:
                yield line

    def _used(self, program: Sequence[Step]) -> Iterator[int]:
        for step in program:
            for value in vars(step).values():
                yield from _refs(value)

    def _line(self, step: Step) -> str:
        match step:
            case Call(target=str() as target) if target == f"{HELPER}object_of":
                cls = self._value(step.kwargs["cls"])
                return f"{cls}()" if step.kwargs["made"] else f"object.__new__({cls})"
            case Call():
                args = [self._value(a) for a in step.args] + [f"{name}={self._value(a)}" for name, a in step.kwargs.items()]
                return f"{self._target(step.target)}({', '.join(args)})"
            case Get():
                return self._owner(step.owner) + _path(step.path)
            case Set():
                return f"{self._owner(step.owner)}{_path(step.path)} = {self._value(step.value)}"
            case Write():
                return f"{self._owner(step.owner)}{_path(step.path)}[...] = {self._value(step.array)}"
            case Keep():
                return f"kept_{_word(step.name)} = {self._value(step.value)}"
            case Put():
                return self._value(step.value)
        return ""

    def _target(self, target: Any) -> str:
        if isinstance(target, str):
            return "SimpleNamespace" if target.startswith(HELPER) else _half(target)
        return self._owner(target[0]) + _path(target[1])

    def _owner(self, owner: Any) -> str:
        return owner if isinstance(owner, str) else self._value(owner)

    def _value(self, value: Any) -> str:
        match value:
            case Ref():
                return f"{self._prefix}{value.index}"
            case Kept():
                return f"kept_{_word(value.name)}"
            case Name():
                return value.path
            case Opaque():
                return "None"
            case np.ndarray():
                return next(
                    (name for name, a in self._given.items() if a.shape == value.shape and np.array_equal(a, value)), literal(value)
                )
            case list() | tuple():
                inner = ", ".join(self._value(item) for item in value)
                return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
            case dict():
                return "{" + ", ".join(f"{key!r}: {self._value(item)}" for key, item in value.items()) + "}"
        return repr(value)


def _refs(value: Any) -> Iterator[int]:
    if isinstance(value, Ref):
        yield value.index
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _refs(item)
    elif isinstance(value, dict):
        yield from _refs(list(value.values()))


def _path(path: Any) -> str:
    return "".join(f"[{part.key!r}]" if isinstance(part, Item) else f".{part}" for part in parts_of(path))


def _half(target: str) -> str:
    """`relu.0` is `relu[0]`, the half of a pair; `ACTIVATIONS.relu.0` that of one in a dictionary."""
    pair, _, half = target.rpartition(".")
    if not half.isdigit():
        return target
    holder, _, key = pair.rpartition(".")
    return f"{holder}[{key!r}][{half}]" if holder else f"{pair}[{half}]"


def _word(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)


def literal(a: Any) -> str:
    """An array as an expression."""
    a = np.asarray(a)
    text = np.array2string(a, separator=", ", threshold=100_000, floatmode="unique").replace("\n", "")
    return f"np.array({text}, dtype={str(a.dtype)!r})".replace("nan", "np.nan").replace("inf", "np.inf")
