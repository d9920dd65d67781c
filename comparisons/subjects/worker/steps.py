"""The small operations a program for the worker is made of, and what its values refer to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Ref:
    """The result of an earlier step of the same program."""

    index: int


@dataclass(frozen=True)
class Kept:
    """What `Keep` stored; it survives programs, not a restart of the worker."""

    name: str


@dataclass(frozen=True)
class Name:
    """Something of the source by its dotted path, as a value: `Call("Dense", (3, 2, Name("sigmoid")))`."""

    path: str


@dataclass(frozen=True)
class Opaque:
    """A value that does not travel: the object stays in the worker, and may be handed back as an argument."""

    type_name: str
    handle: int


@dataclass(frozen=True)
class Returned:
    """What a `Call` with `return_arguments` gives.

    Args:
        value: the result.
        args, kwargs: the arguments as they are after the call.
        shares: what the arrays of the result share memory with: `"args[0]"`, `"kwargs['x']"`, `"result 3"` (of that step).
        touched: global state that is not as it was before, such as `"numpy.random"`.
    """

    value: Any
    args: list[Any]
    kwargs: dict[str, Any]
    shares: tuple[str, ...]
    touched: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A part of a path: `[key]`, where text alone would mean `.attribute`."""

    key: Any


Owner = str | Ref | Kept | Opaque
Path = str | int | Item | Sequence[str | int | Item]


@dataclass(frozen=True)
class Call:
    """Call a function, make an object of a class, or call a method.

    Args:
        target: dotted path of a member (`"Dense"`, `"numpy.random.seed"`), or (owner, path of the method).
        args, kwargs: arrays are copied in each time.
        return_arguments: the result is a `Returned`.
        silent: the result stays in the worker; the program's list has None in its place.
    """

    target: str | tuple[Owner, Path]
    args: Sequence[Any] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    return_arguments: bool = False
    silent: bool = False


@dataclass(frozen=True)
class Get:
    """Read a part of an object: `"layers[0].params['W1']"`, a whole number or an `Item` for `[key]`, or several in order."""

    owner: Owner
    path: Path
    silent: bool = False


@dataclass(frozen=True)
class Set:
    """Bind a part of an object to another value."""

    owner: Owner
    path: Path
    value: Any


@dataclass(frozen=True)
class Write:
    """Overwrite an array in place, so that everything that refers to it sees the new values.

    The array's own dtype stays. What is there must be an array of the same shape.
    """

    owner: Owner
    path: Path
    array: Any


@dataclass(frozen=True)
class Put:
    """Have a value there without doing anything with it, so that later steps can refer to it and see what became of it."""

    value: Any


@dataclass(frozen=True)
class Keep:
    """Store a value for later programs."""

    name: str
    value: Any


@dataclass(frozen=True)
class Forget:
    """Drop what `Keep` stored under names that begin so; `""` drops everything."""

    prefix: str = ""


@dataclass(frozen=True)
class Define:
    """Execute text of ours beside the candidate, as a module of its own: its functions are called `"name.function"`.

    It finds the candidate's module as `candidate` and NumPy as `np`.
    """

    name: str
    text: str


Step = Call | Get | Set | Write | Put | Keep | Forget | Define

_PART = re.compile(r"\.?(?P<attribute>[^\W\d]\w*)|\[(?P<number>-?\d+)\]|\[(?P<quote>['\"])(?P<text>.*?)(?P=quote)\]")


def parts_of(path: Path) -> list[str | Item]:
    """A path as a list: text means an attribute, `Item` a key.

    Raises:
        ValueError: text that is not a path.
    """
    if isinstance(path, int | Item):
        return [path if isinstance(path, Item) else Item(path)]
    if not isinstance(path, str):
        return [part for some in path for part in parts_of(some)]
    parts: list[str | Item] = []
    position = 0
    while position < len(path):
        found = _PART.match(path, position)
        if found is None:
            raise ValueError(f"expected a path like layers[0].params['W1'], got {path!r}")
        position = found.end()
        if found["attribute"]:
            parts.append(found["attribute"])
        else:
            parts.append(Item(int(found["number"]) if found["number"] else found["text"]))
    return parts
