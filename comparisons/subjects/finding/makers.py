"""Assignments that give a name to a function made by another one: `relu, relu_prime = make_relu()`, `leaky = partial(relu, slope=0.1)`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from comparisons.subjects.finding.names import called

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
WRAPPERS = frozenset(["partial", "vectorize", "frompyfunc", "njit", "jit"])


def makers(body: Iterable[ast.stmt]) -> frozenset[str]:
    """Functions of a module that return a function, or several, that they define."""
    return frozenset(s.name for s in body if isinstance(s, ast.FunctionDef) and _returns_a_function(s))


def is_made(statement: ast.stmt, body: Iterable[ast.stmt]) -> bool:
    """Whether a statement binds what a maker of the module returns, or one of its functions with a wrapper around it."""
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or not isinstance(statement.value, ast.Call):
        return False
    function = called(statement.value)[0]
    if function in makers(body):
        return True
    own = {s.name for s in body if isinstance(s, FUNCTIONS)}
    first = statement.value.args[0] if statement.value.args else None
    return function.rpartition(".")[2] in WRAPPERS and isinstance(first, ast.Name) and first.id in own


def _returns_a_function(maker: ast.FunctionDef) -> bool:
    inside = {s.name for s in ast.walk(maker) if isinstance(s, FUNCTIONS) and s is not maker}
    return any(isinstance(part, ast.Lambda) or (isinstance(part, ast.Name) and part.id in inside) for part in returned_by(maker))


def returned_by(maker: ast.FunctionDef) -> Iterator[ast.expr]:
    """What the maker itself returns, each of several by itself; not what its functions do."""
    waiting: list[ast.AST] = list(maker.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            yield from node.value.elts if isinstance(node.value, ast.Tuple | ast.List) else [node.value]
        elif not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)
