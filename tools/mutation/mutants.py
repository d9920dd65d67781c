"""All mutants of a file: one change each, found in its syntax tree."""

from __future__ import annotations

import difflib
import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast

from tools.mutation.operators import OPERATORS

DECLARING = ("final", "overload", "abstractmethod")  # decorators for readers and type checkers
SAYING = ("raise_stmt", "assert_stmt", "import_from", "import_name", "fstring", "fstring_expr")  # texts, types and names


@dataclass(frozen=True)
class Mutant:
    """One change.

    Args:
        file: path from the root of the project.
        where: function or class that it is in, empty for the module itself.
        before, after: the changed lines without their indentation.
        number: tells mutants of the same file, place and lines apart, in the order of the file.
        operator: what changed it.
        line: of the change, from 1.
        node, index: which node of the tree, and which of the operator's changes to it.
    """

    file: str
    where: str
    before: str
    after: str
    number: int
    operator: str
    line: int
    node: int
    index: int

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What names the mutant wherever lines move to."""
        return self.file, self.where, self.before, self.after, self.number

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.where}: {self.before}  ->  {self.after}"


class Source:
    """A file, and what becomes of it."""

    def __init__(self, root: Path, file: str) -> None:
        self.file, self.path = file, root / file
        self.text = self.path.read_text(encoding="utf-8")

    @cached_property
    def _tree(self) -> bytes:
        return pickle.dumps(get_ast(self.text))

    def mutants(self) -> Iterator[Mutant]:
        """All of them, in the order of the file; without those that Python compiles to the same."""
        seen: Counter[tuple[str, str, str]] = Counter()
        same = _compiled(self.text)
        for node_number, node in enumerate(ast_nodes(pickle.loads(self._tree))):  # our own, a line above
            if _says_only(node):
                continue
            for name, operator in OPERATORS.items():
                for index, (start, _) in enumerate(operator.mutation_positions(node)):
                    text = self.mutated(name, node_number, index)
                    if _compiled(text) == same:
                        continue
                    where, (before, after) = _where(node), _changed(self.text, text)
                    seen[where, before, after] += 1
                    yield Mutant(self.file, where, before, after, seen[where, before, after], name, start[0], node_number, index)

    def mutated(self, operator: str, node_number: int, index: int) -> str:
        """The text of one mutant."""
        tree = pickle.loads(self._tree)  # our own
        node = next(node for number, node in enumerate(ast_nodes(tree)) if number == node_number)
        parent, other = node.parent, OPERATORS[operator].mutate(node, index)
        if parent is not None and other is not node:
            at = next(n for n, child in enumerate(parent.children) if child is node)
            parent.children[at : at + 1] = [] if other is None else [other]
        return str(tree.get_code())


def _says_only(node: Any) -> bool:
    """In a message, an import, a declaration or the annotation of a type: nothing there is computed with."""
    if node.type == "operator" and node.parent.type in ("parameters", "param", "lambdef"):
        return True  # the * or / among the parameters of a function
    if node.type == "decorator" and node.children[1].get_code(include_prefix=False) in DECLARING:
        return True
    while node.parent is not None:
        parent = node.parent
        if parent.type in SAYING or (parent.type == "tfpdef" and node is not parent.children[0]):
            return True
        if parent.type == "annassign" and node is parent.children[1]:
            return True
        if parent.type == "funcdef" and node is parent.annotation:
            return True
        if parent.type == "if_stmt" and "TYPE_CHECKING" in parent.children[1].get_code():
            return True
        node = parent
    return False


def _compiled(text: str) -> Any:
    """What Python makes of it, to compare; the text itself where it is no program."""
    try:
        code = compile(text, "", "exec", dont_inherit=True, optimize=2)
    except (SyntaxError, ValueError):
        return text
    return pickle.dumps(_parts(code))


def _parts(code: Any) -> Any:
    """Everything in a code object but where in the file it was."""
    consts = tuple(_parts(c) if hasattr(c, "co_code") else (type(c).__name__, repr(c)) for c in code.co_consts)
    return code.co_code, consts, code.co_names, code.co_varnames, code.co_freevars, code.co_flags, code.co_argcount, code.co_kwonlyargcount


def _where(node: Any) -> str:
    """Qualified name of the function or class around a node."""
    names = []
    while node.parent is not None:
        node = node.parent
        if node.type in ("funcdef", "classdef"):
            names.append(node.name.value)
    return ".".join(reversed(names))


def _changed(old: str, new: str) -> tuple[str, str]:
    """The lines that differ, without indentation."""
    before, after = old.splitlines(), new.splitlines()
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [(before[i:j], after[k:m]) for tag, i, j, k, m in blocks if tag != "equal"]
    return tuple(" ".join(line.strip() for lines in side for line in lines if line.strip()) for side in zip(*changed))  # type: ignore[return-value]
