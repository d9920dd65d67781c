"""What became of each mutant, a line of JSON each: a run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from tools.mutation.mutants import Mutant

JUDGES = ("comparisons/checks", "comparisons/pairs", "comparisons/judging.py", "comparisons/tolerance.py", "reference", "tools/mutation")
"""A result holds as long as these, and the mutated file, are as they were; one that tests gave, as long as these are, too."""


class Record:
    """The file of results.

    Args:
        path: of the file; it need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self._found = {self._key(line): line for line in map(_parsed, lines) if line is not None}

    @staticmethod
    def _key(line: Mapping[str, Any]) -> tuple[Any, ...]:
        return line["file"], line["where"], line["before"], line["after"], line["number"]

    def known(self, mutant: Mutant, states: Sequence[str]) -> Mapping[str, Any] | None:
        """What became of it when everything was in one of these states; None if that is not known."""
        line = self._found.get(mutant.key)
        return line if line is not None and line["state"] in states else None

    def last(self, mutant: Mutant) -> Mapping[str, Any] | None:
        """What became of it last, whatever has changed since."""
        return self._found.get(mutant.key)

    def add(self, mutant: Mutant, state: str, outcome: Mapping[str, Any]) -> None:
        """Write one result, at once."""
        named = dict(zip(("file", "where", "before", "after", "number"), mutant.key, strict=True))
        line = {**named, "line": mutant.line, "operator": mutant.operator, "state": state, **outcome}
        with self._lock:
            self._found[mutant.key] = line
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _parsed(line: str) -> dict[str, Any] | None:
    """None for the line that was being written when the run was stopped."""
    try:
        return dict(json.loads(line))
    except ValueError:
        return None


def digest_of(paths: Iterable[Path]) -> str:
    """Of the contents of files and of the Python files in folders."""
    found = hashlib.sha1(usedforsecurity=False)
    for path in _files(paths):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]
