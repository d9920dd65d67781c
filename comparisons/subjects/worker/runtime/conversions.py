"""`float()`, `int()` and `complex()` of an array with one element, which NumPy 2.4 refuses and real code relies on."""

from __future__ import annotations

import ast
from types import CodeType
from typing import Any

import numpy as np

from comparisons.subjects.worker.runtime.absent import ABSENT, Imports, maker

CONVERSIONS = {"float": float, "int": int, "complex": complex}
FORM = "__parity_{}__"  # with underscores at the end, too, so that classes do not mangle it
_ndarray = np.ndarray
_item = np.ndarray.item


class Conversions(ast.NodeTransformer):
    """Turns `float(x)` into a call that converts such arrays too; `float` stays what it is."""

    def visit_Call(self, node: ast.Call) -> ast.AST:  # `ast` looks for this name
        """One call of a conversion."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in CONVERSIONS and len(node.args) == 1 and not node.keywords:
            node.func.id = FORM.format(node.func.id)
        return node


def compiled(text: str, file: str) -> CodeType:
    """The text's code, its conversions replaced and its imports wrapped.

    Raises:
        SyntaxError: it is not Python.
    """
    tree = Imports().visit(Conversions().visit(ast.parse(text, file)))
    code: CodeType = compile(tree, file, "exec", dont_inherit=True)
    return code


def names(shims: Any, module: dict[str, Any]) -> dict[str, Any]:
    """What the replaced calls refer to, in the globals of their module: a candidate may have a `float` of its own."""
    return {FORM.format(name): _converter(name, usual, shims, module) for name, usual in CONVERSIONS.items()} | {ABSENT: maker(shims)}


def _converter(name: str, usual: type, shims: Any, module: dict[str, Any]) -> Any:
    def convert(value: Any) -> Any:
        own = module.get(name, usual)
        if own is usual and issubclass(type(value), _ndarray) and value.size == 1 and value.ndim:
            shims.used(f"{name}() of a size-1 array")
            return usual(_item(value))
        return own(value)

    return convert
