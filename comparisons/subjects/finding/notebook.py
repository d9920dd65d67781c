"""The Python of a notebook: its code cells one below the other, without magics and shell commands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from comparisons.errors import input_error
from comparisons.subjects.finding.parsing import syntax_problem

OTHER_LANGUAGES = re.compile(r"%%(bash|sh|script|html|javascript|js|latex|markdown|svg|writefile|file|perl|ruby|cython|R|sql)\b")
MAGIC = re.compile(r"^(?P<indent>\s*)(%|!|\?|[\w.]+\?{1,2}\s*$|[\w, .]+=\s*[%!])")


@dataclass(frozen=True)
class Cell:
    """One code cell.

    Args:
        number: counted from 1 over all cells, as a reader counts them.
        lines: what is executed, as many lines as the cell has.
        left_out: what of it is not, in words.
    """

    number: int
    lines: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def read_notebook(text: str, name: str) -> list[Cell]:
    """The code cells of a notebook in Jupyter's format.

    Raises:
        InputError: it is not a notebook, or not one in Python.
    """
    try:
        content = json.loads(text)
        cells = content["cells"] if "cells" in content else [cell for sheet in content["worksheets"] for cell in sheet["cells"]]
        language = content.get("metadata", {}).get("kernelspec", {}).get("language", "python")
        sources = [(number, _text(cell)) for number, cell in enumerate(cells, start=1) if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        got = (
            problem
            if isinstance(problem, ValueError)
            else "brackets nested too deep"
            if isinstance(problem, RecursionError)
            else "another file"
        )
        raise input_error(
            name, expected="a notebook", source="Jupyter's .ipynb format", got=got, next_step="name another file"
        ) from problem
    if str(language).lower() != "python":
        raise input_error(name, expected="Python code", source="the notebook's kernel", got=language, next_step="name another file")
    return [_cell(number, source) for number, source in sources]


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"] if "source" in cell else cell["input"]
    return source if isinstance(source, str) else "".join(source)


def _cell(number: int, source: str) -> Cell:
    """The cell as Python; one that is none, even without its magics, is left out."""
    lines = source.splitlines()
    if not syntax_problem("\n".join(lines)):
        return Cell(number, tuple(lines))
    first = next((line.strip() for line in lines if line.strip()), "")
    if OTHER_LANGUAGES.match(first):
        return Cell(number, ("",) * len(lines), (f"cell {number}: {first.split()[0]}",))
    kept = list(_without_magics(lines))
    problem = syntax_problem("\n".join(kept))
    if problem:
        return Cell(number, ("",) * len(lines), (f"cell {number}: no Python ({problem})",))
    gone = [line.strip() for line, now in zip(lines, kept, strict=True) if line != now and line.strip()]
    return Cell(number, tuple(kept), tuple(f"cell {number}: {line[:60]}" for line in gone))


def _without_magics(lines: list[str]) -> Iterator[str]:
    """Magics and shell commands become empty lines; the only statement of a block becomes `pass`."""
    goes_on = False
    for line in lines:
        found = MAGIC.match(line)
        if goes_on or found:
            goes_on = line.rstrip().endswith("\\")
            indent = found["indent"] if found else ""
            yield f"{indent}pass" if indent else ""
        else:
            yield line
