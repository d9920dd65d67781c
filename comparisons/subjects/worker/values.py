"""Values of ours as they travel to the worker, and of the worker's as they come back: nothing is believed unchecked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from comparisons.subjects.worker.runtime.wire import Body, WireError, array_at
from comparisons.subjects.worker.steps import (
    Call,
    Define,
    Forget,
    Get,
    Item,
    Keep,
    Kept,
    Name,
    Opaque,
    Owner,
    Path,
    Put,
    Ref,
    Returned,
    Set,
    Step,
    Write,
    parts_of,
)  # fmt: skip

MOST_DEEP = 30


def encoded_program(steps: Sequence[Step], body: Body) -> list[Any]:
    """All steps as JSON, their arrays in `body`."""
    return [_encoded_step(step, body) for step in steps]


def _encoded_step(step: Step, body: Body) -> list[Any]:
    def value(a: Any) -> Any:
        return encoded(a, body)

    match step:
        case Call():
            wanted = "arguments" if step.return_arguments else "silent" if step.silent else "value"
            target = step.target if isinstance(step.target, str) else [_owner(step.target[0]), _path(step.target[1], body)]
            return ["call", target, [value(a) for a in step.args], [[name, value(a)] for name, a in step.kwargs.items()], wanted]
        case Get():
            return ["get", _owner(step.owner), _path(step.path, body), "silent" if step.silent else "value"]
        case Set():
            return ["set", _owner(step.owner), _path(step.path, body), value(step.value)]
        case Write():
            return ["write", _owner(step.owner), _path(step.path, body), value(np.asarray(step.array))]
        case Put():
            return ["put", value(step.value)]
        case Keep():
            return ["keep", step.name, value(step.value)]
        case Forget():
            return ["forget", step.prefix]
        case Define():
            return ["define", step.name, step.text]


def encoded(value: Any, body: Body) -> Any:
    """One value as JSON.

    Raises:
        TypeError: it is nothing that travels.
    """
    match value:
        case None | bool() | str():
            return value
        case np.ndarray():
            return body.add(value)
        case np.generic():
            return body.add(np.asarray(value))
        case int() | float():
            return value
        case complex():
            return ["complex", value.real, value.imag]
        case tuple() | list():
            return ["tuple" if isinstance(value, tuple) else "list", *(encoded(item, body) for item in value)]
        case dict():
            return ["dict", *(["pair", encoded(key, body), encoded(item, body)] for key, item in value.items())]
        case Ref() | Kept() | Name() | Opaque():
            return _reference(value)
        case type() if issubclass(value, np.generic):
            return ["dtype", np.dtype(value).str]
    raise TypeError(f"expected an array or a plain value to send to the worker, got {type(value).__name__}")


def _reference(value: Ref | Kept | Name | Opaque) -> list[Any]:
    match value:
        case Ref():
            return ["ref", value.index]
        case Kept():
            return ["kept", value.name]
        case Name():
            return ["name", value.path]
        case Opaque():
            return ["handle", value.handle]


def _owner(owner: Owner) -> Any:
    return owner if isinstance(owner, str) else _reference(owner)


def _path(path: Path, body: Body) -> list[Any]:
    return [["item", encoded(part.key, body)] if isinstance(part, Item) else ["attribute", part] for part in parts_of(path)]


def decoded(value: Any, body: bytearray, depth: int = 0) -> Any:
    """One value that came back.

    Raises:
        WireError: it is none.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return clean(value)
    if not isinstance(value, list) or not value or depth > MOST_DEEP:
        raise WireError("a value of the answer is of no known form")
    tag, items = value[0], value[1:]
    if tag == "array":
        return array_at(value, body)
    if tag in ("tuple", "list"):
        parts = [decoded(item, body, depth + 1) for item in items]
        return tuple(parts) if tag == "tuple" else parts
    return _decoded_rest(tag, items, body, depth + 1)


def _decoded_rest(tag: Any, items: list[Any], body: bytearray, depth: int) -> Any:
    match tag, items:
        case "dict", _:
            return dict(_pair(item, body, depth) for item in items)
        case "complex", [float() | int() as real, float() | int() as imaginary]:
            return complex(real, imaginary)
        case "opaque", [str() as name, int() as handle]:
            return Opaque(clean(name), handle)
        case "silent", []:
            return None
        case "returned", [result, list() as args, list() as kwargs, list() as shared, list() as touched]:
            named = dict(_pair(pair[1:], body, depth) for pair in kwargs if isinstance(pair, list))
            given = [decoded(a, body, depth) for a in args]
            return Returned(decoded(result, body, depth), given, named, texts(shared), texts(touched))
    raise WireError("a value of the answer is of no known form")


def _pair(pair: Any, body: bytearray, depth: int) -> tuple[Any, Any]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise WireError("a dict of the answer has an item that is no pair")
    key, value = (decoded(item, body, depth) for item in pair)
    try:
        hash(key)
    except TypeError:
        raise WireError("a dict of the answer has a key that cannot be one") from None
    return key, value


def texts(values: Any) -> tuple[str, ...]:
    """Text after text, each made printable.

    Raises:
        WireError: something else.
    """
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise WireError("the answer has something else where text belongs")
    return tuple(clean(value) for value in values)


def clean(text: str) -> str:
    """Text that can be encoded: lone surrogates are replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
