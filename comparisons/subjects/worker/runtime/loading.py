"""Executes the source as a module, and finds the modules beside it."""

from __future__ import annotations

import importlib
import importlib.util
import linecache
import os
import sys
from importlib.abc import Loader
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any

from comparisons.subjects.worker.runtime.conversions import compiled, names
from comparisons.subjects.worker.runtime.global_state import AT_IMPORT, GlobalState

SUBJECT = "subject"


class TextFinder(Loader):
    """Finds one module: the text, under its own name. It is its loader as well.

    Args:
        name: of the module.
        file: what it is called in messages.
        text: its source.
        shims: told of conversions that were needed.
        state: as it was before.
        parts: folder of its submodules; empty if it is no package.
    """

    def __init__(self, name: str, file: str, text: str, shims: Any, state: GlobalState, *, parts: str = "") -> None:
        self.name, self.file, self.text, self.shims, self.state, self.parts = name, file, text, shims, state, parts

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The spec, if it is asked for that module."""
        if name != self.name:
            return None
        spec = ModuleSpec(name, self, origin=self.file, is_package=bool(self.parts))
        spec.has_location = True
        if self.parts:
            spec.submodule_search_locations = [self.parts]
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """The usual empty module."""

    def exec_module(self, module: ModuleType) -> None:
        """Execute the text; tracebacks and `inspect` find its lines."""
        linecache.cache[self.file] = (len(self.text), None, self.text.splitlines(keepends=True), self.file)
        module.__file__ = self.file
        module.__dict__.update(names(self.shims, module.__dict__))
        try:
            exec(compiled(self.text, self.file), module.__dict__)
        finally:
            sys.modules[self.name] = module
            self.state.repair_modules(*AT_IMPORT)


def neighbours(folder: str, shims: Any) -> Any:
    """A path hook for `folder` and what lies in it: those modules get the same conversions."""

    class NeighbourLoader(SourceFileLoader):
        def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> CodeType:  # type: ignore[override]  # as the base class
            return compiled(importlib.util.decode_source(data), path)

        def exec_module(self, module: ModuleType) -> None:
            module.__dict__.update(names(shims, module.__dict__))
            super().exec_module(module)

    def hook(path: str) -> FileFinder:
        if path != folder and not path.startswith(folder + os.sep):
            raise ImportError
        return FileFinder(path, (NeighbourLoader, [".py"]))

    return hook


def load(text: str, file: str, folder: str | None, name: str, shims: Any, state: GlobalState, *, package: bool) -> ModuleType:
    """The module after executing it.

    Args:
        text: its source.
        file: what it is called in messages.
        folder: where its neighbours are.
        name: dotted, or empty.
        shims: told of conversions that were needed.
        state: as it was before.
        package: it is the `__init__.py` of a package.
    """
    parts = os.path.join(folder, *name.split(".")) if package and folder is not None else ""
    finder = TextFinder(name or SUBJECT, file, text, shims, state, parts=parts)
    sys.meta_path.insert(2, finder)
    if folder is not None:
        sys.path.insert(0, folder)
        sys.path_hooks.insert(0, neighbours(folder, shims))
    return importlib.import_module(finder.name)
