"""Which names statements bind, read and call."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def bound(statements: Iterable[ast.stmt]) -> frozenset[str]:
    """Names that the statements bind in their module: by assignment, import, definition or as the target of a loop."""
    return frozenset(name for statement in statements for name in _bound(statement))


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if not isinstance(node, ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _bound(child)


def changed(statement: ast.stmt) -> frozenset[str]:
    """Names of objects that an assignment writes into: `table["relu"] = relu` and `Tensor.__add__ = add`."""
    stores = [n for n in ast.walk(statement) if isinstance(n, ast.Subscript | ast.Attribute) and isinstance(n.ctx, ast.Store)]
    return frozenset(inner.id for store in stores for inner in ast.walk(store.value) if isinstance(inner, ast.Name))


def needed(statements: Iterable[ast.stmt]) -> frozenset[str]:
    """Names that the statements read, now or when their functions are called."""
    return frozenset(
        node.id
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)
    )


def read_now(statement: ast.stmt) -> frozenset[str]:
    """Names that a statement reads as it is executed, not only in functions it makes."""
    target = statement.target if isinstance(statement, ast.AugAssign) else None
    return frozenset(_read_now(statement)) | ({target.id} if isinstance(target, ast.Name) else set())


def _read_now(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    if isinstance(node, SCOPES):
        return
    own = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)} if _is_comprehension(node) else set()
    for child in ast.iter_child_nodes(node):
        yield from (name for name in _read_now(child) if name not in own)


def _is_comprehension(node: ast.AST) -> bool:
    return isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp)


def called(node: ast.AST) -> list[str]:
    """Dotted names of everything that is called, the outermost first, such as `["plt.plot", "np.exp"]`."""
    return [_dotted(inner.func) for inner in ast.walk(node) if isinstance(inner, ast.Call)]


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
