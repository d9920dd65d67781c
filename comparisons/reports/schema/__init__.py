"""The form of `result.json`, published as JSON Schema 2020-12: check.json and compare.json beside this file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

VERSION = 1
COMMANDS = ("check", "compare")


@cache
def schema(command: str) -> dict[str, Any]:
    """The schema of the result of a command, one of `COMMANDS`."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / f"{command}.json").read_text(encoding="utf-8"))
    return found


def first_mistake(result: Any, command: str) -> str:
    """Where a result departs from its schema, and how; empty if it does not."""
    from jsonschema import Draft202012Validator  # takes a tenth of a second, and writing a report does not need it

    mistake = next(Draft202012Validator(schema(command)).iter_errors(result), None)
    if mistake is None:
        return ""
    return f"{mistake.message:.120} at {mistake.json_path:.80}"
