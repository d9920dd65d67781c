"""Executes the source as a module."""

from __future__ import annotations

import importlib
import linecache
import sys
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

SUBJECT = "subject"


class TextFinder(Loader):
    """Finds one module: the text, under its own name. It is its loader as well."""

    def __init__(self, name: str, file: str, text: str) -> None:
        self.name, self.file, self.text = name, file, text

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The spec, if it is asked for that module."""
        if name != self.name:
            return None
        spec = ModuleSpec(name, self, origin=self.file)
        spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """The usual empty module."""

    def exec_module(self, module: ModuleType) -> None:
        """Execute the text; tracebacks and `inspect` find its lines."""
        linecache.cache[self.file] = (len(self.text), None, self.text.splitlines(keepends=True), self.file)
        module.__file__ = self.file
        exec(compile(self.text, self.file, "exec", dont_inherit=True), module.__dict__)


def load(text: str, file: str, folder: str | None, name: str) -> ModuleType:
    """The module after executing it."""
    finder = TextFinder(name or SUBJECT, file, text)
    sys.meta_path.insert(1, finder)
    if folder is not None:
        sys.path.insert(0, folder)
    return importlib.import_module(finder.name)
