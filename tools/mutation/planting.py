"""Puts a mutant in place of the right program, within the running process, and takes it away again."""

from __future__ import annotations

import functools
import gc
import importlib.abc
import importlib.util
import inspect
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

OURS = ("scratch", "comparisons", "tests")
"""Packages that are loaded afresh where a mutant cannot be planted into living functions."""

Cache = type(functools.cache(lambda: None))
Difference = tuple[CodeType, CodeType]


class IncompetentError(Exception):
    """The mutant is no program: it cannot be compiled, or not be imported."""


def compiled(text: str, path: Path) -> CodeType:
    """Code of a module.

    Raises:
        IncompetentError: it is no Python.
    """
    try:
        return compile(text, str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as problem:
        raise IncompetentError(str(problem)) from problem


def changed_functions(old: CodeType, new: CodeType) -> list[Difference]:
    """The functions in which two modules differ, in both versions, from the outermost to the one that was changed.

    Functions inside of it may live already, as the wrappers that decorators make. Empty if the modules differ outside of functions.
    """
    inside = [pair for pair in zip(_nested(old), _nested(new), strict=False) if _differ(*pair)]
    if len(inside) != 1 or _own(old) != _own(new):
        return []
    ((before, after),) = inside
    within = changed_functions(before, after)
    if not before.co_flags & inspect.CO_OPTIMIZED:
        return within
    return [(before, after), *within]


def _nested(code: CodeType) -> list[CodeType]:
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _own(code: CodeType) -> tuple[Any, ...]:
    constants = [(type(c), repr(c)) for c in code.co_consts if not isinstance(c, CodeType)]
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, len(_nested(code))


def _differ(old: CodeType, new: CodeType) -> bool:
    return _own(old) != _own(new) or any(_differ(*pair) for pair in zip(_nested(old), _nested(new), strict=True))


class Living:
    """Functions of a folder that live in this process, by where they were written."""

    def __init__(self, folder: Path) -> None:
        self._functions: dict[tuple[str, int, str], list[FunctionType]] = {}
        self._caches = []
        for found in gc.get_objects():
            if type(found) is FunctionType and found.__code__.co_filename.startswith(str(folder)):
                self._functions.setdefault(_place(found.__code__), []).append(found)
            elif isinstance(found, Cache) and _file(found).startswith(str(folder)):
                self._caches.append(found)

    def forget(self) -> None:
        """Whatever functions of the folder have kept in caches: it may be a mutant's."""
        for cache in self._caches:
            cache.cache_clear()

    def of(self, code: CodeType) -> list[FunctionType]:
        """All functions made from `code`."""
        return self._functions.get(_place(code), [])


def _file(cache: Any) -> str:
    code = getattr(inspect.unwrap(cache), "__code__", None)  # a class has none, nor has what is written in C
    return code.co_filename if code else ""


def _place(code: CodeType) -> tuple[str, int, str]:
    return code.co_filename, code.co_firstlineno, code.co_name


@contextmanager
def swapped(changes: Sequence[tuple[FunctionType, CodeType]]) -> Iterator[None]:
    """Each function with other code, for a while."""
    before = [(function, function.__code__) for function, _ in changes]
    try:
        for function, code in changes:
            function.__code__ = code
        yield
    finally:
        for function, code in before:
            function.__code__ = code


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module, with other code than its file has."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        if fullname != self.name:
            return None
        inside = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self, submodule_search_locations=inside)

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def module_of(file: str) -> str:
    """Name of the module in a file."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@contextmanager
def loaded_afresh(file: str, path: Path, code: CodeType) -> Iterator[None]:
    """Our packages are imported once more, with the mutant among them; afterwards the right ones are back."""
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in OURS}
    name = module_of(file)
    finder = _Mutated(name, path, code)
    for each in before:
        del sys.modules[each]
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for each in [each for each in sys.modules if each.partition(".")[0] in OURS]:
            del sys.modules[each]
        sys.modules.update(before)
