"""Arguments that Keras does not have, such as swish's beta: for other values than the default, the derivative has to fit its function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from comparisons.checks.check import Check
from comparisons.checks.directional import directional
from comparisons.checks.example import Example
from comparisons.judging import Compared
from comparisons.subjects.adapted_pair import adapted
from comparisons.subjects.inventory.parameters import means, setting_of
from comparisons.subjects.worker import Member

if TYPE_CHECKING:
    from comparisons.subjects.conventions.derivative import Activation

MORE = 1.5  # times the default: another value, of the same kind
LEAST = 0.1  # what is smaller guards against a division by zero, which derivatives may leave out
ROLES = ("deriv", "training", "rate")


def others(member: Member, part: str) -> dict[str, float]:
    """Arguments with a number for a default that no setting and no other role is known for."""
    return {
        p.name: p.default
        for p in member.parameters
        if p.has_default
        and isinstance(p.default, float)
        and abs(p.default) >= LEAST
        and not setting_of(part, p.name)
        and not any(means(p.name, role) for role in ROLES)
    }


def shared(value: Member, derivative: Member, part: str) -> dict[str, float]:
    """Those that both functions have, with the same default."""
    theirs = others(derivative, part)
    return {name: default for name, default in others(value, part).items() if theirs.get(name) == default}


def varies(way: Activation) -> bool:
    """Whether there are such arguments, and a derivative that takes what its function takes."""
    return bool(way.others) and way.value is not None and way.slope is not None and not way.of_output


def directional_of_all(example: Example) -> Iterator[Compared]:
    """`directional`, then the same with another value of every such argument."""
    yield from directional(example)
    manner: Any = example.pair.manner  # type: ignore[attr-defined]  # an adapted pair
    for name, default in manner.adapter.others.items():
        value = MORE * default
        other = adapted(manner.base, _told(manner.adapter, {name: value}), manner.session)
        for compared in directional(Example(other, example.case)):
            yield replace(compared, what=f"gradient with {name} = {value:g}, along a random direction")


CHECK = Check(
    "directional", "The gradient agrees with a numerical derivative of the same function, whatever its arguments are.", directional_of_all,
    dtypes=("float64",), examples=6,
)  # fmt: skip


def _told(way: Activation, constants: Mapping[str, float]) -> Activation:
    """The same with other arguments: those of the constructor, if it is that of a class."""
    assert way.value is not None
    assert way.slope is not None
    if way.makes:
        assert way.maker is not None
        return replace(way, maker=replace(way.maker, constants={**way.maker.constants, **constants}))
    value, slope = (replace(each, constants={**each.constants, **constants}) for each in (way.value, way.slope))
    return replace(way, value=value, slope=slope)
