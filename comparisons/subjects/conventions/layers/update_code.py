"""What the code of a method says about itself, together with that of the methods it calls on its own object."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from comparisons.subjects.worker import Member

OF_BIAS = re.compile(r"bias|self\.d?b\b")
RESETS = ("zeros", "zeros_like")


@dataclass(frozen=True)
class Code:
    """What is in it.

    Args:
        stores: attributes of the object that it gives values to; not those that it only sets back to nothing.
        resets: those.
        loads: attributes that it reads.
        calls: names of functions that it calls, without the object's own methods.
        names: all names in it.
        branches: there is a condition.
    """

    stores: frozenset[str]
    resets: frozenset[str]
    loads: frozenset[str]
    calls: frozenset[str]
    names: frozenset[str]
    branches: bool


def code_of(method: Member, member: Member) -> Code | None:
    """The code of a method, and of what it calls; None where that cannot be read.

    Args:
        method: which.
        member: its class.
    """
    names = reached(member, {method.name})
    trees = [_tree(m) for m in member.methods if m.name in names]
    if any(tree is None for tree in trees) or not trees:
        return None
    nodes = [node for tree in trees if tree is not None for node in ast.walk(tree)]
    resets = {target for node in nodes if isinstance(node, ast.Assign) and _is_reset(node.value) for target in node.targets}
    stored = [target for node in nodes for target in _targets(node) if target not in resets]
    loads = {name for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and (name := _root(node))}
    called = {name for node in nodes if isinstance(node, ast.Call) and (name := _called(node))}
    named = {getattr(node, "attr", getattr(node, "id", getattr(node, "arg", None))) for node in nodes}
    return Code(
        stores=frozenset(name for target in stored if (name := _root(target))),
        resets=frozenset(name for target in resets if (name := _root(target))),
        loads=frozenset(loads),
        calls=frozenset(called - names),
        names=frozenset(name for name in named if isinstance(name, str)),
        branches=any(_is_condition(node) for node in nodes),
    )


def reached(member: Member, names: Collection[str]) -> set[str]:
    """These methods of a class, and those that they call on their own object."""
    found: set[str] = set()
    open_ones = {*names}
    while open_ones:
        found |= open_ones
        trees = [_tree(m) for m in member.methods if m.name in open_ones]
        inner = {_root(node.func) for tree in trees if tree for node in ast.walk(tree) if isinstance(node, ast.Call)}
        open_ones = {m.name for m in member.methods if m.name in inner} - found
    return found


def _tree(method: Member) -> ast.AST | None:
    try:
        return ast.parse(textwrap.dedent(method.source))
    except (SyntaxError, RecursionError):
        return None


def _is_condition(node: ast.AST) -> bool:
    """Whether anything depends on anything there, but for a bias on whether there is one."""
    if isinstance(node, ast.If | ast.IfExp):
        return not OF_BIAS.search(ast.unparse(node.test))
    return isinstance(node, ast.Try | ast.While)


def _targets(node: ast.AST) -> Iterator[ast.AST]:
    """What a statement gives a value to."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        yield node.target


def _is_reset(value: ast.AST) -> bool:
    """Whether nothing but zeros, or None, is assigned."""
    if isinstance(value, ast.Call):
        return _called(value) in RESETS
    return isinstance(value, ast.Constant) and not value.value


def _root(node: ast.AST) -> str:
    """The attribute of `self` that an expression begins with: `params` of `self.params["W"]`; empty for none."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        inner = node.value
        if isinstance(node, ast.Attribute) and isinstance(inner, ast.Name) and inner.id == "self":
            return node.attr
        node = inner
    return ""


def _called(node: ast.Call) -> str:
    """The name of what is called: `sum` of `np.sum(g)` and of `g.sum()`."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))
