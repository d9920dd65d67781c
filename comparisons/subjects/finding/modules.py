"""Where a module's file is, found without importing anything: importing would execute it here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path

from comparisons.errors import input_error

NOT_PARTS = frozenset(("tests", "test", "examples", "docs", "setup", "conftest", "__main__"))


def find_module(name: str, who: str) -> Path:
    """The file of a dotted module name; of a package its folder. Looked for in the current folder first.

    Raises:
        InputError: there is none, or it is not written in Python.
    """
    path = ["", *sys.path]
    parts = name.split(".")
    found: ModuleSpec | None = None
    for depth, _ in enumerate(parts):
        found = PathFinder.find_spec(".".join(parts[: depth + 1]), path)
        if found is None:
            missing = ".".join(parts[: depth + 1])
            raise input_error(
                who, expected="a file, a notebook, a folder or a module", source="parity check TARGET",
                got=f"{missing!r}, which is none of them", next_step="check the spelling, or run this where it is installed",
            )  # fmt: skip
        path = list(found.submodule_search_locations or [])
    assert found is not None  # a name has one part at least
    if found.submodule_search_locations:
        return Path(next(iter(found.submodule_search_locations))).resolve()
    if not isinstance(found.loader, SourceFileLoader) or found.origin is None:
        raise input_error(
            who, expected="a module written in Python", source="its text is read", got=f"{name!r}, which is built in or compiled",
            next_step="name another",
        )  # fmt: skip
    return Path(found.origin).resolve()


def root_of(file: Path) -> tuple[Path, str]:
    """(folder that a file's imports start from, dotted name of the file there): above all packages that it lies in."""
    folder, parts = file.parent, [] if file.stem == "__init__" else [file.stem]
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    return folder, ".".join(parts)


def files_in(folder: Path) -> Iterator[Path]:
    """Python files and notebooks of a folder and its packages, without tests, hidden ones and environments."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.stem in NOT_PARTS or entry.stem.startswith("test_") or entry.stem.endswith("_test"):
            continue
        if entry.is_dir() and not (entry / "pyvenv.cfg").exists() and entry.name != "__pycache__":
            yield from files_in(entry)
        elif entry.suffix in (".py", ".ipynb"):
            yield entry
