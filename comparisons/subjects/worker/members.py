"""The worker's description of a source as `Member` objects, checked."""

from __future__ import annotations

from typing import Any

from comparisons.subjects.worker.member import Member, Parameter
from comparisons.subjects.worker.runtime.wire import WireError
from comparisons.subjects.worker.values import clean, texts


def members_of(described: Any) -> list[Member]:
    """All of them.

    Raises:
        WireError: that is no description.
    """
    try:
        return [_member(one) for one in described]
    except (KeyError, TypeError, ValueError, RecursionError) as problem:
        raise WireError(f"no description of a source ({type(problem).__name__})") from None


def _member(one: dict[str, Any]) -> Member:
    if not isinstance(one["line"], int | None):
        raise TypeError
    path, kind, source, doc, module = texts([one[key] for key in ("path", "kind", "source", "doc", "module")])
    return Member(
        path=path,
        kind=kind,
        parameters=tuple(_parameter(*parameter) for parameter in one["parameters"]),
        source=source,
        line=one["line"],
        doc=doc,
        mro=texts(one["mro"]),
        methods=tuple(_member(method) for method in one["methods"]),
        module=module,
        abstract=texts(one["abstract"]),
        operators=tuple(_member(operator) for operator in one["operators"]),
    )


def _parameter(name: Any, kind: Any, has_default: Any, default: Any) -> Parameter:
    if not isinstance(default, bool | int | float | str | None):
        raise TypeError
    name, kind = texts([name, kind])
    return Parameter(name, kind, bool(has_default), clean(default) if isinstance(default, str) else default)
