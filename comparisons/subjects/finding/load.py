"""Loads what a user names: `net.py`, `course.ipynb`, `package.module`, a folder, each with `:Name` for one of its members."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from comparisons.errors import InputError, input_error
from comparisons.subjects.finding.modules import files_in, find_module, root_of
from comparisons.subjects.finding.notebook import Cell, read_notebook
from comparisons.subjects.finding.trimming import LeftOut, trim
from comparisons.subjects.source import Source

LARGEST = 10_000_000  # characters; nobody wrote more by hand

CHOSEN = re.compile(r"\(\w+='[\w -]+'\)$")
"""Behind the name of what is several parts, the word that chooses one."""


@dataclass(frozen=True)
class Target:
    """One file to look for parts in.

    Args:
        source: what is executed.
        member: the one to check; empty for all.
        lines: as its author wrote them, numbered like those of the source.
        cells: of a notebook: number of the cell and line in it, for every line.
        left_out: what is not executed.
        unreadable: why there is nothing to execute; else empty.
    """

    source: Source
    member: str = ""
    lines: tuple[str, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unreadable: str = ""

    def place(self, line: int) -> str:
        """A line number as its author counts: `line 12`, or `cell 3, line 2`."""
        if self.cells and 0 < line <= len(self.cells):
            cell, row = self.cells[line - 1]
            return f"cell {cell}, line {row}"
        return f"line {line}"

    def line(self, number: int) -> str:
        """The text of a line; empty if there is none of that number."""
        return self.lines[number - 1].rstrip() if 0 < number <= len(self.lines) else ""


def load_targets(name: str) -> list[Target]:
    """Everything a target stands for: a file each.

    Args:
        name: path of a `.py` or `.ipynb` file or of a folder, or a module's dotted name; with `:Name` one member of it.

    Raises:
        InputError: there is no such thing, or it cannot be read.
    """
    where, member = _split(name)
    if not where:
        raise _unusable(name, "no name")
    path = Path(where)
    if path.is_file():
        return [_load_file(path, member)]
    looks_like_path = path.suffix in (".py", ".ipynb") or "/" in where or "\\" in where
    if not path.is_dir() and looks_like_path:
        raise _unusable(name, f"no such file ({where!r})")
    folder = path if path.is_dir() else find_module(where, "TARGET")
    if folder.is_file():
        return [_load_file(folder, member)]
    if member and (folder / "__init__.py").is_file():
        return [_load_file(folder / "__init__.py", member)]
    files = list(files_in(folder))
    if not files or member:
        raise _unusable(name, "a folder without Python files or notebooks" if not files else "a folder, which has no members")
    return [_load_one_of_many(file) for file in files]


def _split(name: str) -> tuple[str, str]:
    """`net.py:Dense` as (net.py, Dense), and `net.py:activate(kind='tanh')`; a drive letter is none of that."""
    where, colon, member = name.rpartition(":")
    if colon and where and all(part.isidentifier() for part in CHOSEN.sub("", member).split(".")):
        return where, member
    return name, ""


def _load_file(path: Path, member: str) -> Target:
    text = _read(path)
    if path.suffix == ".ipynb":
        return _from_notebook(path, read_notebook(text, str(path)), member)
    folder, module = root_of(path.resolve())
    package = path.stem == "__init__" and bool(module)
    return _target(text, Source("", str(path), str(folder), (), module if package or "." in module else "", package), member)


def _load_one_of_many(path: Path) -> Target:
    """A file of a folder: one that cannot be read keeps none of the others from being checked."""
    try:
        return _load_file(path, "")
    except InputError as problem:
        said = str(problem).partition(", got ")[2].partition("; ")[0]
        return Target(Source("", str(path)), unreadable=f"cannot be read: {said}")


def _read(path: Path) -> str:
    try:
        if path.suffix == ".ipynb":
            text = path.read_text(encoding="utf-8-sig")
        else:
            with tokenize.open(path) as file:  # follows the file's own declaration of its encoding
                text = file.read()
    except (OSError, UnicodeDecodeError, SyntaxError) as problem:
        got = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
        raise _unusable(str(path), got) from problem
    if "\0" in text or len(text) > LARGEST:
        raise _unusable(str(path), "something that nobody wrote by hand")
    return text


def _unusable(who: str, got: object) -> Exception:
    return input_error(
        who, expected="Python text", source="a .py file, a notebook or a module", got=got, next_step="name another or mend this one"
    )


def _from_notebook(path: Path, cells: Sequence[Cell], member: str) -> Target:
    text = "\n".join(line for cell in cells for line in cell.lines)
    places = tuple((cell.number, row) for cell in cells for row, _ in enumerate(cell.lines, start=1))
    said = tuple(words for cell in cells for words in cell.left_out)
    return _target(text, Source("", str(path), str(path.resolve().parent), said), member, places)


def _target(text: str, bare: Source, member: str, cells: tuple[tuple[int, int], ...] = ()) -> Target:
    """The target of a text; one that is no Python is executed as it is, and says so itself."""
    lines = tuple(text.split("\n"))
    try:
        trimmed = trim(text, member.partition(".")[0], importable=bool(bare.module))
    except SyntaxError:
        return Target(replace(bare, text=text), member, lines, cells)
    target = Target(bare, member, lines, cells, trimmed.left_out)
    said = (*bare.left_out, *(_said(target, gone) for gone in trimmed.left_out))
    source = replace(bare, text=trimmed.text, left_out=said)
    return Target(source, member, lines, cells, trimmed.left_out)


def _said(target: Target, gone: LeftOut) -> str:
    first, last = target.place(gone.first), target.place(gone.last)
    if first == last:
        return f"{first}: {gone.why}"
    return f"{first} to {last}: {gone.why}" if target.cells else f"lines {gone.first} to {gone.last}: {gone.why}"
