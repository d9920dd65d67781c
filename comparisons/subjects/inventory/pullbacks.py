"""Functions that return what goes back beside their value: `return y, pullback`, or `return t, lambda dy: dy * (1 - t**2)`."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from comparisons.subjects.finding.makers import FUNCTIONS
from comparisons.subjects.inventory.closures import parameters_of
from comparisons.subjects.worker import Member

HANDED = "returned"
"""The kind of a member that only a call of another one hands out."""


def pullback_of(function: Member) -> Member | None:
    """The function that it returns behind its value, as a member that goes back; None if it returns none."""
    found = next(_handed_out(function), None)
    if found is None:
        return None
    text = textwrap.dedent(function.source)
    inner, name, _ = found
    line = None if function.line is None else function.line + inner.lineno - 1
    return replace(
        function, path=f"{function.path}.{name}", kind=HANDED, parameters=tuple(parameters_of(inner.args)), line=line,
        source=ast.get_source_segment(text, inner, padded=isinstance(inner, ast.FunctionDef)) or "",
    )  # fmt: skip


def place_of_pullback(function: Member) -> int:
    """Where among what it returns."""
    return next(place for _, _, place in _handed_out(function))


def _handed_out(function: Member) -> Iterator[tuple[ast.FunctionDef | ast.Lambda, str, int]]:
    """(function, its name, its place) of those behind the first place of a tuple that is returned."""
    try:
        whole = ast.parse(textwrap.dedent(function.source)).body[0]
    except (SyntaxError, IndexError, RecursionError):
        return
    if not isinstance(whole, ast.FunctionDef):
        return
    inside: dict[str, ast.FunctionDef | ast.Lambda] = {}
    returned = []
    for node in _own(whole):
        if isinstance(node, ast.FunctionDef):
            inside[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda) and isinstance(node.targets[0], ast.Name):
            inside[node.targets[0].id] = node.value
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            returned += list(enumerate(node.value.elts))[1:]
    for place, part in returned:
        if isinstance(part, ast.Lambda):
            yield part, "lambda", place
        elif isinstance(part, ast.Name) and part.id in inside:
            yield inside[part.id], part.id, place


def _own(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    """The statements of a function itself, those of its branches and loops as well, not those of functions in it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.expr)):
            waiting += ast.iter_child_nodes(node)
