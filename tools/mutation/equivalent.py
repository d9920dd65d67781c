"""Mutants that compute the same as the program, each with its proof, in `equivalent.toml`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROOFS = Path(__file__).with_name("equivalent.toml")
FIELDS = {"file", "where", "before", "after", "why"}


class StaleError(Exception):
    """What the file of proofs says does not go with the mutants there are."""


class Proofs:
    """The file, as a table from mutants to proofs.

    Args:
        entries: each says `file`, `where` (qualified name of the function, empty for none), `before` and `after` (the changed
            lines; `after` is a list, as one proof may hold for several changes of a line) and `why`.

    Raises:
        StaleError: an entry lacks something, or says something twice.
    """

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        self._why: dict[tuple[str, str, str, str], str] = {}
        for entry in entries:
            if set(entry) != FIELDS or not str(entry["why"]).strip():
                raise StaleError(f"equivalent.toml: expected {', '.join(sorted(FIELDS))}, got {dict(entry)}")
            for after in entry["after"]:
                key = entry["file"], entry["where"], entry["before"], after
                if key in self._why:
                    raise StaleError(f"equivalent.toml: said twice: {key}")
                self._why[key] = entry["why"]

    @classmethod
    def read(cls, path: Path = PROOFS) -> Proofs:
        """Those of a file."""
        return cls(tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", []) if path.exists() else [])

    def why(self, line: Mapping[str, Any]) -> str:
        """The proof that a mutant is equivalent; empty if there is none."""
        return self._why.get((line["file"], line["where"], line["before"], line["after"]), "")

    def stale(self, lines: Iterable[Mapping[str, Any]], files: Iterable[str]) -> list[str]:
        """Entries about `files` that no mutant goes with, or one that was killed."""
        status: dict[tuple[str, str, str, str], set[str]] = {}
        for line in lines:
            status.setdefault((line["file"], line["where"], line["before"], line["after"]), set()).add(line["status"])
        among, said = set(files), []
        for key in self._why:
            if key[0] in among and "survived" not in status.get(key, ()):
                what = "was killed" if key in status else "is no mutant any more"
                said.append(f"{key[0]} {key[1]}: {key[2]}  ->  {key[3]} {what}: remove it from tools/mutation/equivalent.toml")
        return said
