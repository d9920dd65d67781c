"""Where what a function returns under a name got its value: `return dx` says less than the line that makes dx."""

from __future__ import annotations

import ast
import textwrap

PLACES = {"output": 0, "gradient of x": 0, "gradient of y_pred": -1, "kernel": 0, "bias": 0, "bias, kernel": 0}
"""Which of several that are returned: a cache is behind the output, gradients of weights behind that of x, a loss before its gradient; an
optimizer's state is behind its variables."""
FOLLOWED = 3  # names that are no more than other names


def made_at(source: str, line: int, where: str, place: int | None = None) -> int:
    """The line of the source, from 0, that makes what is returned at `line`; that line where it is made there.

    Args:
        source: of the function.
        line: of the `return`.
        where: which quantity, of several that are returned.
        place: of it among those, where that is known.
    """
    try:
        tree = ast.parse(textwrap.dedent(source))
    except (SyntaxError, RecursionError):
        return line
    value = next((node.value for node in ast.walk(tree) if isinstance(node, ast.Return) and node.lineno == line + 1), None)
    if isinstance(value, ast.Tuple) and value.elts and (place is not None or where in PLACES):
        at = PLACES[where] if place is None else place
        value = value.elts[at] if at < len(value.elts) else value
    found = line
    for _ in range(FOLLOWED):
        made = _assigned(tree, ast.unparse(value), found) if isinstance(value, ast.Name | ast.Attribute) else None
        if made is None:
            break
        found, value = made.lineno - 1, made.value
    return found


def _assigned(tree: ast.AST, name: str, before: int) -> ast.Assign | ast.AugAssign | None:
    """The last statement before a line that gives a name, or entries of it, a value of its own."""
    found: list[ast.Assign | ast.AugAssign] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign) and node.lineno <= before:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            bare = [target.value if isinstance(target, ast.Subscript) else target for target in targets]
            found += [node] if any(ast.unparse(target) == name for target in bare) else []
    return max(found, key=lambda node: node.lineno, default=None)


def returns_formula(source: str) -> bool:
    """Whether a function returns two things, the second computed on the spot, such as `return loss.mean(), -p / q`: nothing is a cache."""
    try:
        tree = ast.parse(textwrap.dedent(source))
    except (SyntaxError, RecursionError):
        return False
    pairs = [node.value.elts for node in ast.walk(tree) if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)]
    return any(len(pair) == 2 and isinstance(pair[1], ast.BinOp | ast.UnaryOp) for pair in pairs)  # two are returned
