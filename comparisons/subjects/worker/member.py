"""What the worker finds in a source."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Parameter:
    """One parameter of a signature.

    Args:
        name: without stars.
        kind: as `inspect.Parameter.kind.name`: `POSITIONAL_ONLY`, `POSITIONAL_OR_KEYWORD`, `VAR_POSITIONAL`, `KEYWORD_ONLY`, `VAR_KEYWORD`.
        has_default: whether it may be left out.
        default: None, a bool, a number or text as itself, everything else as `repr`.
    """

    name: str
    kind: str
    has_default: bool
    default: bool | int | float | str | None


@dataclass(frozen=True)
class Member:
    """A function, class or instance of the source.

    Args:
        path: dotted, as `Call` takes it: `sigmoid`, `Dense`, `Dense.forward`.
        kind: `function`, `class`, `instance` or `pair`, a tuple of two functions, which are its methods; of a method
            `method`, `static`, `classmethod` or `property`.
        parameters: of the function, or of the class's `__init__`, without `self`; empty where nobody can tell.
        source: its text, empty if there is none.
        line: where that starts, in the file it comes from.
        doc: docstring.
        mro: names of the class (or of the instance's class) and its bases, `object` left out.
        methods: of a class or instance, inherited ones too unless they are `object`'s; `path` uses the class that was asked.
        module: where it was defined.
        abstract: names of the methods that a subclass has to define first.
        operators: methods that stand for signs, such as `__add__`: the class's own, also those given to it from outside.
        alias: what it would be called if it were a part of its own; empty where its own name is all there is.
    """

    path: str
    kind: str
    parameters: tuple[Parameter, ...]
    source: str
    line: int | None
    doc: str
    mro: tuple[str, ...] = field()  # without it, `dataclass` takes `type.mro` for a default
    methods: tuple[Member, ...]
    module: str
    abstract: tuple[str, ...] = ()
    operators: tuple[Member, ...] = ()
    alias: str = ""

    @property
    def name(self) -> str:
        """The last part of the path, or what it would be called."""
        return self.alias or self.own_name

    @property
    def own_name(self) -> str:
        """The last part of the path, as messages have it."""
        return self.path.rpartition(".")[2]
