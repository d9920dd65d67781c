"""What of a module is executed: its imports and definitions, and what those need; not its training, plots and downloads.

Most files that people show were written to be run from top to bottom. Executing all of it would train for an hour before the
first function could be called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comparisons.subjects.finding.makers import is_made
from comparisons.subjects.finding.names import bound, called, changed, needed, read_now
from comparisons.subjects.finding.parsing import parsed

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
LOADS = frozenset(["load", "read", "fetch", "open", "urlopen", "urlretrieve", "genfromtxt", "loadtxt", "download", "csv", "split"])
TRAINS = frozenset(["train", "fit", "optimize", "run", "main", "learn", "evaluate", "descent", "solve", "test"])
DRAWS = frozenset(["plot", "show", "subplots", "figure", "imshow", "scatter", "savefig", "display", "hist"])


@dataclass(frozen=True)
class LeftOut:
    """Lines that are not executed.

    Args:
        first, last: line numbers.
        why: what they are, in words.
        names: what they would have defined.
    """

    first: int
    last: int
    why: str
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Trimmed:
    """Text with empty lines in place of what was left out, so that line numbers stay."""

    text: str
    left_out: tuple[LeftOut, ...]


def trim(text: str, wanted: str = "", *, importable: bool = False) -> Trimmed:
    """Keep what is needed to call the functions and classes of a module.

    Args:
        text: the module.
        wanted: a name that is to be there too, such as that of an object; calls of its methods are kept unless they train.
        importable: it lies in a package, whose other modules may import any name of it.

    Raises:
        SyntaxError: it is no Python.
    """
    tree = parsed(text)
    kept = _kept(tree.body, wanted, importable=importable)
    gone = [statement for statement in tree.body if statement not in kept]
    left_out = [LeftOut(_first_line(s), s.end_lineno or s.lineno, why, bound([s])) for s in gone if (why := _why(s))]
    return Trimmed(_blanked(text, gone), tuple(_joined(left_out)))


def _kept(body: Sequence[ast.stmt], name: str, *, importable: bool) -> set[ast.stmt]:
    """Definitions; then, as long as there are more of them, statements that bind what those kept so far read (or anything at all)."""
    kept = {statement for statement in body if _defines(statement)}
    kept |= {statement for statement in body if _taken_from(statement) in bound(kept)}
    kept |= {statement for statement in body if _builds(statement, name)}
    kept |= {statement for statement in body if _harmless(statement) and is_made(statement, body)}
    useful = [s for s in body if s not in kept and (_harmless(s) or (importable and _is_harmless_branch(s)))]
    while True:
        wanted = needed(kept) | {name}
        more = {s for s in useful if s not in kept and (importable or _always(s) or (bound([s]) | changed(s)) & wanted)}
        if not more:
            return _without_orphans(body, kept)
        kept |= more


def _builds(statement: ast.stmt, name: str) -> bool:
    """Whether it calls a method of the object, as in `net.add(Dense(3, 2))`, and does not train it."""
    if not isinstance(statement, ast.Expr) or _wordy(statement, LOADS | TRAINS | DRAWS):
        return False
    return bool(name) and any(path.startswith(f"{name}.") for path in called(statement)[:1])


def _without_orphans(body: Sequence[ast.stmt], kept: set[ast.stmt]) -> set[ast.stmt]:
    """Without assignments that at once read a name which only what was left out would have bound before: `data = np.array(data)`."""
    ever = bound(body)
    there: frozenset[str] = frozenset()
    found = set[ast.stmt]()
    for statement in body:
        if statement in kept and not (isinstance(statement, ASSIGNMENTS) and read_now(statement) & (ever - there)):
            found.add(statement)
            there |= bound([statement])
    return found


def _defines(statement: ast.stmt) -> bool:
    """Whether it is a definition, or a branch around some, such as `try: import cupy`; not what runs as a script only."""
    if isinstance(statement, DEFINITIONS):
        return True
    if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
        return any(isinstance(node, ast.Lambda) for node in ast.walk(statement.value)) and _harmless(statement)
    if isinstance(statement, ast.If | ast.Try) and any(isinstance(part, DEFINITIONS + IMPORTS) for part in _parts(statement)):
        return _is_harmless_branch(statement)
    return False


def _taken_from(statement: ast.stmt) -> str:
    """The name that `relu = ACTIVATIONS["relu"]` looks in; empty for any other statement."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    return value.value.id if isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name) else ""


def _is_harmless_branch(statement: ast.stmt) -> bool:
    """Whether all its branches do is define, import and bind, as in `if GPU: dtype = ...`."""
    return isinstance(statement, ast.If | ast.Try) and not _is_script_guard(statement) and all(_plain(part) for part in _parts(statement))


def _parts(statement: ast.If | ast.Try) -> Iterator[ast.stmt]:
    """Statements inside the branches, at any depth of branches."""
    handlers = [s for handler in statement.handlers for s in handler.body] if isinstance(statement, ast.Try) else []
    last = statement.finalbody if isinstance(statement, ast.Try) else []
    for part in [*statement.body, *handlers, *statement.orelse, *last]:
        if isinstance(part, ast.If | ast.Try):
            yield from _parts(part)
        else:
            yield part


def _plain(statement: ast.stmt) -> bool:
    return isinstance(statement, DEFINITIONS + IMPORTS + (ast.Pass, ast.Raise)) or _harmless(statement) or _is_print(statement)


def _harmless(statement: ast.stmt) -> bool:
    """Whether it may be executed if something needs it: it binds a name without loading, training or drawing."""
    if isinstance(statement, IMPORTS):
        return True
    if isinstance(statement, ast.Expr):
        return _always(statement)
    return isinstance(statement, ASSIGNMENTS) and not _wordy(statement, LOADS | TRAINS | DRAWS)


def _always(statement: ast.stmt) -> bool:
    """What works on the side: `sys.path.append("..")`, `setattr(Tensor, "__add__", add)`, `from layers import *`."""
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__" or any(alias.name == "*" for alias in statement.names)
    if isinstance(statement, ast.Assign):
        return any(isinstance(target, ast.Attribute) for target in statement.targets)
    called_first = next(iter(called(statement)), "") if isinstance(statement, ast.Expr) else ""
    return called_first.startswith("sys.path.") or called_first == "setattr"


def _wordy(statement: ast.AST, words: frozenset[str]) -> bool:
    """Whether it calls something that has one of `words` in its name, such as `load_data`."""
    names = [name.rpartition(".")[2].lower() for name in called(statement)]
    return any(word in words for name in names for word in name.split("_"))


def _is_script_guard(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and "__name__" in needed([ast.Expr(statement.test)])


def _is_print(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and called(statement)[:1] == ["print"]


def _why(statement: ast.stmt) -> str:
    """What a statement is, for the list of what was left out; empty for what nobody misses."""
    if isinstance(statement, IMPORTS) or _is_script_guard(statement) or _is_print(statement) or isinstance(statement, ast.Pass):
        return ""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant | ast.Name):
        return ""
    if _wordy(statement, DRAWS):
        return "draws"
    if isinstance(statement, ast.For | ast.While):
        return "a loop"
    if _wordy(statement, TRAINS):
        return "trains"
    return "loads data" if _wordy(statement, LOADS) else "statements that no definition needs"


def _first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _joined(left_out: Sequence[LeftOut]) -> Iterator[LeftOut]:
    """Neighbours of one kind as one."""
    pending: LeftOut | None = None
    for gone in left_out:
        if pending is not None and pending.why == gone.why:
            pending = LeftOut(pending.first, gone.last, gone.why, pending.names | gone.names)
            continue
        if pending is not None:
            yield pending
        pending = gone
    if pending is not None:
        yield pending


def _blanked(text: str, gone: Sequence[ast.stmt]) -> str:
    """The text with `0` and spaces in place of statements, as they may share a line with others."""
    lines = [line.encode() for line in text.split("\n")]
    for statement in reversed(gone):  # from the back, so that columns stay
        first, last = _first_line(statement) - 1, (statement.end_lineno or statement.lineno) - 1
        begin = statement.col_offset if first == statement.lineno - 1 else 0
        rest = lines[last][statement.end_col_offset or 0 :]
        lines[first] = lines[first][:begin] + (b"0" if rest.strip() or lines[first][:begin].strip() else b"")
        for number in range(first + 1, last + 1):
            lines[number] = b""
        lines[last] = lines[last] + rest
    return "\n".join(line.decode() for line in lines)
