"""Loads the runtime's own files where the candidate neither finds nor patches them."""

import os
import sys
from types import ModuleType

PREFIX = "comparisons.subjects.worker.runtime."


class Private:
    """Modules that are in no `sys.modules`, with builtins of their own.

    Args:
        folder: where the files lie.
    """

    def __init__(self, folder: str) -> None:
        import builtins

        self.folder = folder
        self.loaded: dict[str, ModuleType] = {}
        self._usual_import = builtins.__import__
        self.builtins = {**builtins.__dict__, "__import__": self.find}

    def find(self, name, globals=None, locals=None, fromlist=(), level=0):  # type: ignore[no-untyped-def]  # noqa: A002  # the signature of `__import__`
        """`__import__` of the private modules: their siblings are private too."""
        if name.startswith(PREFIX):
            return self.load(name[len(PREFIX) :])
        return self._usual_import(name, globals, locals, fromlist, level)

    def load(self, name: str) -> ModuleType:
        """One of the files as a module."""
        if name not in self.loaded:
            file = os.path.join(self.folder, f"{name}.py")
            module = self.loaded[name] = ModuleType(name)
            module.__dict__.update(__builtins__=self.builtins, __file__=file)
            sys.modules[name] = module  # dataclasses and the like look there
            with open(file, encoding="utf-8") as source:
                exec(compile(source.read(), file, "exec", dont_inherit=True), module.__dict__)
            del sys.modules[name]
        return self.loaded[name]
