"""Stand-ins for plotting and progress modules: whatever is asked of them, nothing happens."""

from __future__ import annotations

from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import numpy as np

STUBBED = frozenset({
    "matplotlib", "mpl_toolkits", "pylab", "seaborn", "plotly", "bokeh", "altair", "graphviz", "pydot",
    "tqdm", "progressbar", "alive_progress", "IPython", "ipywidgets", "google", "wandb", "tensorboardX",
    "termcolor", "colorama", "tkinter", "pygame",
})  # fmt: skip  # a table
ITERATES = frozenset({"tqdm", "trange", "tqdm_notebook", "tnrange", "progressbar", "ProgressBar", "alive_it", "track"})
_array = np.empty


class Nothing:
    """Takes every attribute, call, item and operator, and gives nothing back but itself."""

    def __init__(self, name: str) -> None:
        self.__dict__["_name"] = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _member(name)

    def __setattr__(self, name: str, value: Any) -> None:
        return None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]  # used as a decorator
        return self

    def __getitem__(self, key: Any) -> Any:
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        return None

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *problem: object) -> None:
        return None

    def __repr__(self) -> str:
        return f"<nothing in place of {self._name}>"

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __or__ = __getitem__


class Progress(Nothing):
    """A progress bar: iterates over what it was given."""

    def __init__(self, items: Any = (), *args: Any, **kwargs: Any) -> None:
        super().__init__("a progress bar")
        self.__dict__["_items"] = items

    def __call__(self, items: Any = (), *args: Any, **kwargs: Any) -> Any:
        return Progress(items)

    @staticmethod
    def write(*args: Any, **kwargs: Any) -> None:
        """What is printed beside a bar."""

    def __iter__(self) -> Any:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


def _count(*args: int, **kwargs: Any) -> Progress:
    return Progress(range(*args))


def _subplots(nrows: int = 1, ncols: int = 1, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
    """A figure and its axes, in an array of the shape that matplotlib gives."""
    axes = _array((nrows, ncols), dtype=object)
    axes.fill(Nothing("axes"))
    shape = [length for length in axes.shape if length > 1] if kwargs.get("squeeze", True) else list(axes.shape)
    return Nothing("figure"), axes.reshape(shape) if shape else Nothing("axes")


def _member(name: str) -> Any:
    if name in ("trange", "tnrange"):
        return _count
    if name in ITERATES:
        return Progress
    return _subplots if name == "subplots" else Nothing(name)


class StubModule(ModuleType):
    """A module that has everything."""

    __path__: list[str] = []  # noqa: RUF012  # a package: its submodules are found here too

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _member(name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return Progress(*args)


class StubFinder(Loader):
    """Finds the stand-ins, also where the real module is installed: what is examined is the same on every machine.

    Args:
        shims: told of every top-level module that was asked for.
    """

    def __init__(self, shims: Any) -> None:
        self._shims = shims

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The spec of a module in the list."""
        root = name.partition(".")[0]
        if root not in STUBBED or (root == "google" and name not in ("google", "google.colab") and not name.startswith("google.colab.")):
            return None
        self._shims.used(f"{'google.colab' if root == 'google' else root} (stand-in)")
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The stand-in."""
        return StubModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to execute."""
