"""Writing the files of a report: all of a file or nothing of it, and JSON whose diffs can be read."""

from __future__ import annotations

import json
import math
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_INDENT = "  "


def write_bytes(path: str | Path, data: bytes) -> Path:
    """Write ``data`` to ``path`` so that a reader sees the old file or the new one, never a half.

    Folders on the way are made. Raises ``OSError`` as the system gives it; no temporary file stays behind.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_symlink() or (target.exists() and not target.is_file()):
        # Replacing /dev/stdout or a link would destroy it: write through it instead.
        target.write_bytes(data)
        return target
    # The name does not build on the target's, which may already be as long as a name can be.
    temporary = target.parent / f".parity-{secrets.token_hex(8)}.tmp"
    try:
        with open(temporary, "xb") as file:  # not tempfile: its files are closed to everybody else (0600)
            file.write(data)
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return target


def write_text(path: str | Path, text: str) -> Path:
    """Write ``text`` as UTF-8 with Unix line ends; a character UTF-8 has no form for (a lone surrogate) becomes its escape."""
    return write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_json(path: str | Path, result: Mapping[str, Any]) -> Path:
    """Write ``result`` as strict JSON: keys in their order, two spaces a level, a list of plain values on one line."""
    return write_text(path, _layout(json_ready(result), "") + "\n")


def json_ready(value: Any) -> Any:
    """``value`` with Python's own types only: NumPy scalars and arrays unpacked, nan and infinities as strings.

    Raises ``TypeError`` for what JSON has no form for.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, Mapping):
        return {str(key): json_ready(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        if all(item.__class__ is float for item in value) and math.isfinite(sum(value)):
            return list(value)  # a long curve, at a tenth of the time
        return [json_ready(item) for item in value]
    if hasattr(value, "tolist"):  # NumPy arrays and scalars, known by this so that NumPy need not be imported
        return json_ready(value.tolist())
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    raise TypeError(f"json_ready: expected numbers, text, lists, mappings or arrays, got {type(value).__name__}: {value!r:.80}")


def _layout(value: Any, indent: str) -> str:
    """JSON text of a ``json_ready`` value whose first line starts at ``indent``."""
    deeper = indent + _INDENT
    if isinstance(value, dict) and value:
        rows = [f"{deeper}{_scalar(key)}: {_layout(item, deeper)}" for key, item in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return "[\n" + ",\n".join(deeper + _layout(item, deeper) for item in value) + f"\n{indent}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    return json.dumps(value, allow_nan=False, ensure_ascii=False)
