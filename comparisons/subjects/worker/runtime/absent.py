"""Modules that are not installed: whoever imports one at the top is executed all the same, and fails where it uses it.

A file of losses in a package that also draws, saves or serves should not be out of reach because of that.
"""

from __future__ import annotations

import ast
from typing import Any, NoReturn

ABSENT = "__parity_absent__"
PROBLEM = "__parity_problem__"


class Absent:
    """Stands for a module that is not installed, or something in it. Raises as its import would have, once it is used.

    It can be named in annotations: its attributes and items are absent too, and `X | absent` is absent.
    """

    def __init__(self, problem: ModuleNotFoundError) -> None:
        self.__dict__["_problem"] = problem

    def __getattr__(self, name: str) -> Absent:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def _raise(self, *args: Any, **kwargs: Any) -> NoReturn:
        problem = self.__dict__["_problem"]
        raise ModuleNotFoundError(str(problem), name=problem.name)

    def __getitem__(self, key: Any) -> Absent:
        return self

    def __or__(self, other: Any) -> Absent:
        return self

    __ror__ = __or__
    __call__ = __iter__ = __len__ = __bool__ = __enter__ = __mro_entries__ = __setattr__ = __array__ = _raise
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __neg__ = _raise


class Imports(ast.NodeTransformer):
    """Wraps the imports of a module's own body; those in a `try`, an `if` or a function fail as they always did."""

    def visit_Module(self, node: ast.Module) -> ast.AST:  # `ast` looks for this name
        """The module."""
        node.body = [_wrapped(statement) if isinstance(statement, ast.Import | ast.ImportFrom) else statement for statement in node.body]
        return node


def _wrapped(statement: ast.Import | ast.ImportFrom) -> ast.stmt:
    names = [
        alias.asname or (alias.name.partition(".")[0] if isinstance(statement, ast.Import) else alias.name) for alias in statement.names
    ]
    if "*" in names or (isinstance(statement, ast.ImportFrom) and statement.module == "__future__"):
        return statement
    absent = ast.Call(ast.Name(ABSENT, ast.Load()), [ast.Name(PROBLEM, ast.Load())], [])
    assigned = ast.Assign([ast.Name(name, ast.Store()) for name in dict.fromkeys(names)], absent)
    handler = ast.ExceptHandler(ast.Name("ModuleNotFoundError", ast.Load()), PROBLEM, [assigned])
    return ast.fix_missing_locations(ast.copy_location(ast.Try([statement], [handler], [], []), statement))


def maker(shims: Any) -> Any:
    """What the wrapped imports call."""

    def absent(problem: ModuleNotFoundError) -> Absent:
        if not isinstance(problem.name, str):
            raise problem
        shims.used(f"{problem.name} (not installed)")
        return Absent(problem)

    return absent
