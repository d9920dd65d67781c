"""Foreign text as a syntax tree, without its warnings."""

from __future__ import annotations

import ast
import warnings


def parsed(text: str) -> ast.Module:
    """The syntax tree.

    Raises:
        SyntaxError: it is no Python (also for NUL bytes and nesting that is too deep).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a "\d" in somebody's docstring
        try:
            return ast.parse(text)
        except (ValueError, RecursionError, MemoryError) as problem:
            raise SyntaxError(str(problem) or "nested too deeply") from problem


def syntax_problem(text: str) -> str:
    """What is wrong with the text as Python; empty if nothing is."""
    try:
        parsed(text)
    except SyntaxError as problem:
        where = "" if problem.lineno is None else f", line {problem.lineno}"
        return f"{problem.msg}{where}"
    return ""
