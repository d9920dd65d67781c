"""Reading a result back: what is no result of ours is refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from comparisons.errors import in_short, input_error
from comparisons.reports.schema import COMMANDS, VERSION, first_mistake

SOURCE = "a result.json as parity check --json and parity compare --json write it"
NEXT = "make it again with --json FILE"


def load_result(path: str | Path) -> dict[str, Any]:
    """The result in a file.

    Raises:
        InputError: there is none, or it is no JSON, no result of ours, of a newer version, or not in the form of the schema.
    """
    who = str(path)
    result = _parsed(who, _read(path))
    if not isinstance(result, dict) or "schema_version" not in result or "command" not in result:
        raise input_error(who, expected="schema_version and command", source=SOURCE, got=_kind(result), next_step=NEXT)
    version, command = result["schema_version"], result["command"]
    if isinstance(version, int) and version > VERSION:
        wanted = f"schema_version {VERSION}"
        raise input_error(who, expected=wanted, source="what this parity reads", got=version, next_step="update parity, or " + NEXT)
    if command not in COMMANDS:
        raise input_error(who, expected=f"command {' or '.join(COMMANDS)}", source=SOURCE, got=f"{command!r:.40}", next_step=NEXT)
    mistake = _mistake(result, command)
    if mistake:
        raise input_error(who, expected=f"the form of a {command} result", source="its JSON Schema", got=mistake, next_step=NEXT)
    return result


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise input_error(str(path), expected="a file", source=SOURCE, got="none", next_step="check the path") from None
    except OSError as problem:
        got = problem.strerror or in_short(problem)
        raise input_error(str(path), expected="a file to read", source=SOURCE, got=got, next_step="name another") from problem
    except UnicodeDecodeError as problem:
        got = f"bytes that are no UTF-8 at {problem.start}"
        raise input_error(str(path), expected="JSON", source=SOURCE, got=got, next_step=NEXT) from problem
    except ValueError as problem:  # a NUL in the path
        raise input_error(f"{path!r}", expected="a path", source="the file system", got=problem, next_step="name another") from problem


def _parsed(who: str, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as problem:
        got = "an empty file" if not text.strip() else f"text that stops being JSON at line {problem.lineno} column {problem.colno}"
        raise input_error(who, expected="JSON", source=SOURCE, got=got, next_step=NEXT) from problem
    except (RecursionError, ValueError) as problem:
        got = "brackets nested too deep" if isinstance(problem, RecursionError) else in_short(problem)
        raise input_error(who, expected="JSON", source=SOURCE, got=got, next_step=NEXT) from problem


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant}, which JSON does not have")


def _mistake(result: dict[str, Any], command: str) -> str:
    try:
        return first_mistake(result, command)
    except RecursionError:
        return "brackets nested too deep"


def _kind(result: Any) -> str:
    return (
        f"an object with {', '.join(map(repr, list(result)[:3])) or 'nothing in it'}"
        if isinstance(result, dict)
        else f"a {type(result).__name__}"
    )
