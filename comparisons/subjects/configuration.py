"""`parity.toml`, or `[tool.parity]` in `pyproject.toml`: what is checked regularly, what it is, and what is accepted.

targets = ["net.py", "layers.ipynb"]
accept = ["half-mse"]

[[subject]]
name = "net.py:activate"
as = "silu"
convention = "columns"
accept = ["kink-at-zero"]
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comparisons.errors import InputError, input_error

FILES = (("parity.toml", ()), ("pyproject.toml", ("tool", "parity")))
KNOWN = ("targets", "accept", "subject")
BESIDES = ("other-default", "mismatch", "error")  # codes of findings that are no entries of the catalogue
OF_SUBJECT = ("name", "as", "convention", "accept")


@dataclass(frozen=True)
class Subject:
    """What the configuration says of one part.

    Args:
        part: what it is, as after `--as`; empty to find out.
        words: how it is called, as behind the colon there.
        accept: codes that do not count against it.
    """

    part: str = ""
    words: frozenset[str] = frozenset()
    accept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Configuration:
    """All of it.

    Args:
        file: where it stands; empty if there is none.
        targets: what is checked if no target is given.
        accept: codes that do not count against anything.
        subjects: by `target:name`.
    """

    file: str = ""
    targets: tuple[str, ...] = ()
    accept: frozenset[str] = frozenset()
    subjects: Mapping[str, Subject] = field(default_factory=dict)


def read_configuration(folder: Path) -> Configuration:
    """The configuration of a folder; an empty one if there is none.

    Raises:
        InputError: it is no TOML, or says something that is not understood.
    """
    for name, keys in FILES:
        path = folder / name
        if path.is_file():
            table = _table(path, keys)
            if table is not None:
                return _configuration(name, table)
    return Configuration()


def _table(path: Path, keys: tuple[str, ...]) -> Mapping[str, Any] | None:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise input_error(path.name, expected="TOML", source="the settings of parity", got=problem, next_step="mend it") from problem
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
        if table is None:
            return None
    if not isinstance(table, Mapping):
        raise input_error(path.name, expected="a table", source=".".join(keys), got=f"a {type(table).__name__}", next_step="mend it")
    return table


def _configuration(name: str, table: Mapping[str, Any]) -> Configuration:
    _refuse_unknown(name, table, KNOWN)
    subjects = table.get("subject", [])
    if not isinstance(subjects, list) or not all(isinstance(one, Mapping) for one in subjects):
        raise InputError(f"{name}: expected [[subject]] tables (docs), got subject = {subjects!r:.60}; write one table a part.")
    found = {}
    for one in subjects:
        _refuse_unknown(name, one, OF_SUBJECT)
        if not isinstance(one.get("name"), str):
            raise InputError(f"{name}: expected name = 'FILE:NAME' in every [[subject]] (docs), got {dict(one)!r:.60}; add it.")
        if not isinstance(one.get("as", ""), str):
            raise InputError(
                f"{name}: expected as = 'NAME' in [[subject]] {one['name']} (docs), got {one['as']!r:.60}; name a part of Keras."
            )
        words = frozenset(_texts(name, "convention", one.get("convention", [])))
        found[one["name"]] = Subject(one.get("as", ""), words, codes(f"{name}: accept", _texts(name, "accept", one.get("accept", []))))
    targets = tuple(_texts(name, "targets", table.get("targets", [])))
    return Configuration(name, targets, codes(f"{name}: accept", _texts(name, "accept", table.get("accept", []))), found)


def codes(who: str, given: Iterable[str]) -> frozenset[str]:
    """Codes of findings, all of which there are.

    Raises:
        InputError: one is none.
    """
    from comparisons.diagnosis.catalogue import CATALOGUE

    for code in given:
        if code not in CATALOGUE and code not in BESIDES:
            near = difflib.get_close_matches(code, CATALOGUE, 1)
            asked = f"did you mean {near[0]}?" if near else "docs/deviations.md has them all."
            raise InputError(f"{who}: expected the code of a finding, got {code!r}; {asked}")
    return frozenset(given)


def _texts(name: str, key: str, value: Any) -> list[str]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise InputError(f"{name}: expected {key} to be a list of texts (docs), got {value!r:.60}; write {key} = ['...'].")
    return texts


def _refuse_unknown(name: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            raise InputError(f"{name}: expected {', '.join(known)} (the settings of parity), got {key!r}; check the spelling.")
