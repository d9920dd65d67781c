"""A function's source as it is for one word: lines that are never come to are empty, all others stay where they are."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Sequence

from comparisons.subjects.inventory.compared_words import Compared, patterns

ENDS = (ast.Return, ast.Raise)


def only_for(source: str, tree: ast.FunctionDef, compared: Compared, word: str) -> str:
    """The source without the branches that other words take.

    Args:
        source: of the function.
        tree: the same, parsed.
        compared: what the branches are chosen by.
        word: the one.
    """
    lines = textwrap.dedent(source).split("\n")
    for first, last, empty in _never(tree.body, tree, compared, word):
        number = first.lineno - 1
        before = lines[number].encode()[: first.col_offset].decode(errors="ignore")
        lines[number] = "" if empty else f"{before}pass"
        lines[number + 1 : last.end_lineno] = [""] * ((last.end_lineno or first.lineno) - number - 1)
    indent = source[: len(source) - len(source.lstrip())]
    return textwrap.indent("\n".join(lines), indent)


def _never(body: Sequence[ast.stmt], tree: ast.FunctionDef, compared: Compared, word: str) -> Iterator[tuple[ast.stmt, ast.stmt, bool]]:
    """(first and last statement of what is never come to, whether nothing need stand in its place)."""
    for number, statement in enumerate(body):
        if isinstance(statement, ast.Match) and compared.is_it(statement.subject, tree):
            for case in statement.cases:
                wanted = list(patterns(case.pattern))
                if wanted and word not in wanted:
                    yield case.body[0], case.body[-1], False
        if not isinstance(statement, ast.If):
            for block in _blocks(statement):
                yield from _never(block, tree, compared, word)
            continue
        holds = _holds(statement.test, tree, compared, word)
        taken, other = (statement.body, statement.orelse) if holds else (statement.orelse, statement.body)
        if holds is None:
            yield from _never(statement.body, tree, compared, word)
            yield from _never(statement.orelse, tree, compared, word)
            continue
        yield from _never(taken, tree, compared, word)
        if other:
            yield other[0], other[-1], other is statement.orelse and _is_elif(statement)
        if taken and isinstance(taken[-1], ENDS) and body[number + 1 :]:
            yield body[number + 1], body[-1], True
            return


def _blocks(statement: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    if isinstance(statement, ast.For | ast.While | ast.With | ast.Try):
        yield statement.body


def _is_elif(statement: ast.If) -> bool:
    """Whether what comes else is an `elif`, which begins where the `if` does."""
    inner = statement.orelse[0]
    return len(statement.orelse) == 1 and isinstance(inner, ast.If) and inner.col_offset == statement.col_offset


def _holds(test: ast.expr, tree: ast.FunctionDef, compared: Compared, word: str) -> bool | None:
    """Whether a condition is true for the word; None if that depends on anything else."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    left, right = (test.left, test.comparators[0]) if compared.is_it(test.left, tree) else (test.comparators[0], test.left)
    wanted = list(compared.constants(right))
    if not compared.is_it(left, tree) or not wanted:
        return None
    if isinstance(test.ops[0], ast.Eq | ast.In):
        return word in wanted
    return word not in wanted if isinstance(test.ops[0], ast.NotEq | ast.NotIn) else None
