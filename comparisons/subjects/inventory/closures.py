"""Optimizers that a function makes: `sgd(lr)` returns a function of variables and gradients, which keeps its state in between."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from comparisons.subjects.finding.makers import FUNCTIONS, returned_by
from comparisons.subjects.inventory.classes import UPDATED, class_found
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.worker import Member, Parameter


def as_optimizer(function: Member) -> Member | None:
    """The function as a class that is called to update; None if it does not make an optimizer."""
    update = _returned(function)
    if update is None or len(required(update)) < UPDATED:
        return None
    made = replace(function, kind="class", mro=(function.name,), methods=(update,))
    found = class_found(made)
    return made if isinstance(found, Sighting) and found.references and found.references[0][0] == "optimizer" else None


def _returned(function: Member) -> Member | None:
    """The function that it defines and returns, as a method of what it makes."""
    try:
        tree = ast.parse(textwrap.dedent(function.source)).body[0]
    except (SyntaxError, IndexError):  # a lambda in the middle of a line, or no source at all
        return None
    if not isinstance(tree, ast.FunctionDef):
        return None
    names = {node.id for node in returned_by(tree) if isinstance(node, ast.Name)}
    inner = next((s for s in tree.body if isinstance(s, FUNCTIONS) and s.name in names), None)
    if inner is None:
        return None
    source = ast.get_source_segment(textwrap.dedent(function.source), inner) or ""
    line = None if function.line is None else function.line + inner.lineno - 1
    return replace(
        function, path=f"{function.path}.__call__", kind="method", parameters=tuple(parameters_of(inner.args)), source=source, line=line,
        doc=ast.get_docstring(inner) or "",
    )  # fmt: skip


def parameters_of(arguments: ast.arguments) -> Iterator[Parameter]:
    """Of a function in the source."""
    positional = [*arguments.posonlyargs, *arguments.args]
    for number, argument in enumerate(positional):
        default = number - len(positional) + len(arguments.defaults)
        kind = "POSITIONAL_ONLY" if number < len(arguments.posonlyargs) else "POSITIONAL_OR_KEYWORD"
        yield _parameter(argument, kind, arguments.defaults[default] if default >= 0 else None)
    for argument, value in zip(arguments.kwonlyargs, arguments.kw_defaults):
        yield _parameter(argument, "KEYWORD_ONLY", value)


def _parameter(argument: ast.arg, kind: str, default: ast.expr | None) -> Parameter:
    """A default that is written as a number, a word or nothing is itself, anything else its text."""
    if default is None:
        return Parameter(argument.arg, kind, False, None)
    try:
        value = ast.literal_eval(default)
    except ValueError:
        value = ast.unparse(default)
    return Parameter(argument.arg, kind, True, value if value is None or isinstance(value, bool | int | float | str) else repr(value))
