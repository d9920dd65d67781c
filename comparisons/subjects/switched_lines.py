"""Which lines of a function with a switch, such as `deriv=True`, give the value, and which the derivative."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from comparisons.subjects.conventions.switches import switch_of
from comparisons.subjects.worker import Member


def switched_lines(member: Member, *, back: bool) -> list[int]:
    """Lines of the source, from 0, with a `return` that is come to if the derivative is asked for, or the value; none without a switch.

    Args:
        member: the function or method.
        back: the derivative is asked for.
    """
    switches = [switch_of(member, parameter, first=not number) for number, parameter in enumerate(member.parameters)]
    switch = next((found for found in switches if found), None)
    try:
        tree = ast.parse(textwrap.dedent(member.source)).body[0]
    except (SyntaxError, IndexError, RecursionError):
        return []
    if switch is None or not isinstance(tree, ast.FunctionDef):
        return []
    return sorted(_returns(tree.body, switch.argument, switch.on if back else switch.off))


def _returns(body: Sequence[ast.stmt], name: str, value: Any) -> Iterator[int]:
    for statement in body:
        if isinstance(statement, ast.Return):
            yield statement.lineno - 1
            return
        if isinstance(statement, ast.If):
            holds = _holds(statement.test, name, value)
            yield from _returns(statement.body, name, value) if holds is not False else ()
            yield from _returns(statement.orelse, name, value) if holds is not True else ()
            taken = statement.body if holds else statement.orelse
            if holds is not None and any(isinstance(last, ast.Return) for last in taken):
                return
        elif isinstance(statement, ast.Match):
            for case in statement.cases:
                if not isinstance(case.pattern, ast.MatchValue) or _constant(case.pattern.value) == (value,):
                    yield from _returns(case.body, name, value)
        else:
            yield from (node.lineno - 1 for node in ast.walk(statement) if isinstance(node, ast.Return))


def _holds(test: ast.expr, name: str, value: Any) -> bool | None:
    """Whether a condition is true if the argument has this value; None if that depends on anything else."""
    if isinstance(test, ast.Name) and test.id == name:
        return bool(value)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _holds(test.operand, name, value)
        return None if inner is None else not inner
    if not isinstance(test, ast.Compare) or not isinstance(test.left, ast.Name) or test.left.id != name or len(test.ops) != 1:
        return None
    other = _constant(test.comparators[0])
    match test.ops[0]:
        case ast.Eq() | ast.Is():
            return None if not other else other[0] == value
        case ast.NotEq() | ast.IsNot():
            return None if not other else other[0] != value
        case ast.In() if other and isinstance(other[0], tuple | list | set):
            return value in other[0]
    return None


def _constant(node: ast.expr) -> tuple[Any, ...]:
    """The value that is written there, in a tuple; an empty one if it has to be computed."""
    try:
        return (ast.literal_eval(node),)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return ()
