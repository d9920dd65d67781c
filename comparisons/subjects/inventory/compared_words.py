"""The words that an argument is compared with or looked up by: `kind == "relu"`, `in ("relu", "tanh")`, `{...}[kind]`, `case "relu"`."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

SPELLINGS = ("lower", "upper", "strip", "casefold")
Dictionary = ast.Dict | ast.Set | ast.Tuple | ast.List


@dataclass
class Compared:
    """One argument, in the functions in which it, or the attribute that keeps it, is read.

    Args:
        argument: its name.
        trees: of the function, or of the methods of the class.
        attributes: of `self`, that keep it.
        tables: literal dictionaries, tuples, lists and sets by the text of what they are assigned to.
    """

    argument: str
    trees: Sequence[ast.FunctionDef]
    attributes: set[str] = field(default_factory=set)
    tables: dict[str, Dictionary] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for tree in self.trees:
            for target, value in _assigned(tree):
                if isinstance(target, ast.Attribute) and self.is_it(value, tree):
                    self.attributes.add(target.attr)
                if isinstance(value, Dictionary):
                    self.tables[ast.unparse(target)] = value

    def is_it(self, node: ast.expr, tree: ast.FunctionDef) -> bool:
        """Whether an expression is the argument, or what keeps it, in whatever capitals."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SPELLINGS:
            return self.is_it(node.func.value, tree)
        if isinstance(node, ast.Attribute):
            return isinstance(node.value, ast.Name) and node.value.id == "self" and node.attr in self.attributes
        arguments = [*tree.args.posonlyargs, *tree.args.args, *tree.args.kwonlyargs]
        return isinstance(node, ast.Name) and node.id == self.argument and any(a.arg == node.id for a in arguments)

    def words(self) -> list[str]:
        """Every one once, in the order of the source."""
        return list(dict.fromkeys(word for tree in self.trees for node in ast.walk(tree) for word in self._of(node, tree)))

    def _of(self, node: ast.AST, tree: ast.FunctionDef) -> Iterator[str]:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = node.left, node.comparators[0]
            if self.is_it(left, tree):
                yield from self.constants(right)
            elif self.is_it(right, tree) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
                yield from self.constants(left)
        elif isinstance(node, ast.Match) and self.is_it(node.subject, tree):
            yield from (word for case in node.cases for word in patterns(case.pattern))
        elif isinstance(node, ast.Subscript) and self.is_it(node.slice, tree):
            yield from self.constants(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
            yield from self.constants(node.func.value) if self.is_it(node.args[0], tree) else ()

    def constants(self, node: ast.expr) -> Iterator[str]:
        """Words that are written there: one, those of a literal, or those of what a name was assigned."""
        node = self.tables.get(ast.unparse(node), node)
        parts: Sequence[ast.expr | None] = [node]
        if isinstance(node, ast.Dict):
            parts = node.keys
        elif isinstance(node, ast.Tuple | ast.List | ast.Set):
            parts = node.elts
        yield from (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def patterns(pattern: ast.pattern) -> Iterator[str]:
    """Words of a `case`."""
    if isinstance(pattern, ast.MatchOr):
        yield from (word for inner in pattern.patterns for word in patterns(inner))
    elif isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Constant) and isinstance(pattern.value.value, str):
        yield pattern.value.value


def function_in(source: str) -> ast.FunctionDef | None:
    """The function that a source defines; None if it defines none."""
    try:
        tree = ast.parse(textwrap.dedent(source)).body
    except (SyntaxError, RecursionError):
        return None
    return next((node for node in tree if isinstance(node, ast.FunctionDef)), None)


def _assigned(tree: ast.FunctionDef) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
                yield from zip(target.elts, value.elts)
            else:
                yield target, value
