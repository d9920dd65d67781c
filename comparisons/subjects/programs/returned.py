"""What a function calls the things it returns."""

from __future__ import annotations

import ast
import textwrap


def returned_names(source: str) -> list[str | None] | None:
    """Names in the last `return` of a function: `return W1, b1` gives both, None stands for an expression without a name.

    A single name gives a list of one; no usable `return` gives None.
    """
    try:
        tree = ast.parse(textwrap.dedent(source))
    except SyntaxError:
        return None
    returns = [node for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value is not None]
    if not returns:
        return None
    value = max(returns, key=lambda node: node.lineno).value
    parts = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
    return [_name(part) for part in parts]


def _name(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else None
