"""From a live function or class to the text it was made of: a file, or the cells of the notebook it was typed into."""

from __future__ import annotations

import ast
import contextlib
import inspect
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comparisons.errors import input_error
from comparisons.subjects.finding.names import bound, changed, needed
from comparisons.subjects.finding.notebook import Cell, read_notebook

NOTEBOOK = "notebook"
"""What the cells of the running notebook are called in results."""


@dataclass(frozen=True)
class Located:
    """Where a subject is.

    Args:
        name: as `parity check` takes it.
        folder: a temporary one to call `NOTEBOOK`; empty if the file is the user's own.
    """

    name: str
    folder: str = ""

    def told(self, result: Any) -> Any:
        """A result without the temporary folder in its texts."""
        if not self.folder:
            return result
        if isinstance(result, dict):
            return {self.told(key): self.told(value) for key, value in result.items()}
        if isinstance(result, list):
            return [self.told(value) for value in result]
        return result.replace(self.folder, NOTEBOOK) if isinstance(result, str) else result


@contextlib.contextmanager
def target_of(subject: Any) -> Iterator[Located]:
    """The subject as a target; what is written for it is gone afterwards.

    Raises:
        InputError: it is no code, or its text is not to be had.
    """
    if isinstance(subject, str | os.PathLike):
        yield Located(os.fspath(subject))
        return
    code: Any = subject if inspect.isroutine(subject) or inspect.isclass(subject) else type(subject)
    name, file = _name(code), _file(code)
    if file is not None:
        yield Located(f"{file}:{name}")
        return
    cells = _cells()
    if not cells:
        raise _no_text(code, "code typed at a prompt")
    with tempfile.TemporaryDirectory(prefix="parity-") as folder:
        path = Path(folder) / "cells.ipynb"
        path.write_text(json.dumps(_notebook(_sliced(cells, name))), encoding="utf-8")
        yield Located(f"{path}:{name}", str(path))


def _name(code: Any) -> str:
    """What its module calls it: a name of the module itself if it has one there, else the dotted one it was defined under."""
    module = sys.modules.get(getattr(code, "__module__", None) or "")
    found = next((name for name, value in vars(module).items() if value is code), "") if module else ""
    name = found or getattr(code, "__qualname__", "")
    if not name or not all(part.isidentifier() for part in name.split(".")):
        raise _no_text(code, f"{name or type(code).__name__}, which has no name of its own there")
    return name


def _file(code: Any) -> Path | None:
    try:
        file = inspect.getsourcefile(code)
    except TypeError as built_in:
        raise _no_text(code, "something built in") from built_in
    except OSError:
        return None  # Python knows no file for a class from a prompt
    return Path(file) if file and Path(file).is_file() and not _is_cell(file) else None


def _is_cell(file: str) -> bool:
    """Whether it is where a kernel keeps a cell, for the debugger."""
    return "ipykernel_" in file


def _cells() -> list[Cell]:
    """What was typed into the notebook or prompt that runs this, as Python."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    typed: Sequence[str] = shell.user_ns.get("In", [])[1:] if shell is not None else []
    return read_notebook(json.dumps(_notebook(typed)), NOTEBOOK) if typed else []


def _notebook(sources: Sequence[str]) -> dict[str, Any]:
    empty: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    code = [{**empty, "source": source} for source in sources]
    return {"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _sliced(cells: Sequence[Cell], name: str) -> list[str]:
    """The cells with only their definitions left and what those need, each on the line it stands on.

    All definitions, since the derivative of a function is another one that goes by its name.
    """
    parsed = {cell.number: _statements(cell) for cell in cells}
    everything = [statement for statements in parsed.values() for statement in statements if not _imports_us(statement)]
    kept: set[ast.stmt] = set()
    wanted = {name.partition(".")[0], *bound(s for s in everything if isinstance(s, ast.FunctionDef | ast.ClassDef))}
    while more := [s for s in everything if s not in kept and ((bound([s]) | changed(s)) & wanted)]:
        kept |= set(more)
        wanted |= needed(more)
    return ["\n".join(_only(cell.lines, [s for s in parsed[cell.number] if s in kept])) for cell in cells]


def _statements(cell: Cell) -> list[ast.stmt]:
    try:
        return ast.parse("\n".join(cell.lines)).body
    except SyntaxError:  # the cell failed in the notebook, too: nothing was defined in it
        return []


def _imports_us(statement: ast.stmt) -> bool:
    """The worker has none of the harness."""
    names = [alias.name for alias in statement.names] if isinstance(statement, ast.Import | ast.ImportFrom) else []
    names += [statement.module or ""] if isinstance(statement, ast.ImportFrom) else []
    return any(name.partition(".")[0] == "comparisons" for name in names)


def _only(lines: Sequence[str], statements: Sequence[ast.stmt]) -> list[str]:
    """The lines of these statements; the others empty."""
    first = {s: min([s.lineno, *(decorator.lineno for decorator in getattr(s, "decorator_list", []))]) for s in statements}
    kept = {number for s in statements for number in range(first[s], (s.end_lineno or s.lineno) + 1)}
    return [line if number in kept else "" for number, line in enumerate(lines, start=1)]


def _no_text(code: Any, got: str) -> Exception:
    who = f"check({getattr(code, '__name__', type(code).__name__)})"
    return input_error(
        who, expected="a function or class from a file or a notebook's cell", source="its text is executed apart", got=got,
        next_step="write it into a file and name that",
    )  # fmt: skip
