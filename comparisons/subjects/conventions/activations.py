"""Ways in which an activation can be written: functions, flags, pairs of functions, objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comparisons.subjects.conventions.calls import Function
from comparisons.subjects.conventions.derivative import Activation
from comparisons.subjects.conventions.other_arguments import others, shared
from comparisons.subjects.conventions.signatures import Signature, function_of, object_for, signature_of
from comparisons.subjects.conventions.switches import NONE, Switch
from comparisons.subjects.inventory.methods import BACKWARD, DERIVATIVE, FORWARD, pick
from comparisons.subjects.inventory.parameters import means, plain
from comparisons.subjects.inventory.pullbacks import HANDED
from comparisons.subjects.inventory.sighting import Sighting, reads, required
from comparisons.subjects.worker import Member

OUTPUTS = frozenset((
    "a", "y", "out", "output", "s", "activated", "activation", "o", "act", "sigmoid_output", "p", "result", "hidden", "x_sigmoid", "y_pred",
))  # fmt: skip


def readings(sighting: Sighting, part: str) -> Iterator[Activation]:
    """The likeliest first; with a whole array at a time before rows and single numbers."""
    if sighting.is_class and sighting.value:
        ways = list(_of_class(sighting.value, part))
    else:
        ways = [replace(way, maker=object_for(sighting.members)) for way in _of_functions(sighting, part)]
    for per in ("array", "row", "number"):
        yield from (replace(way, per=per) for way in ways)


def _of_functions(sighting: Sighting, part: str) -> Iterator[Activation]:
    member, back = sighting.value, sighting.derivative
    value = None
    signature = Signature((), {}, {})
    if member is not None:
        signature = signature_of(member, part)
        if len(signature.arrays) != 1:
            return
        value = function_of(member, signature, ("x",))
    if back is not None and back.kind != HANDED:
        both = {} if member is None else shared(member, back, part)
        yield from (replace(way, others=both) for way in _with_derivative(value, signature, back, part))
    if value is not None and member is not None:
        if signature.switch:
            yield from _of_either(_switched(Activation(value, passed=signature.passed), signature.switch), "")
        alone = Activation(value, passed=signature.passed, leaves_out=back is not None or bool(signature.switch))
        yield alone
        for first in (0, 1):
            yield replace(alone, value=replace(value, pick=(first,)), slope=replace(value, pick=(1 - first,)), guessed=True)
        yield replace(alone, value=replace(value, pick=(0,)))


def _with_derivative(value: Function | None, signature: Signature, back: Member, part: str) -> Iterator[Activation]:
    given = signature_of(back, part)
    if len(given.arrays) == 1:
        slope = function_of(back, given, ("x",))
        yield from _of_either(Activation(value, slope, passed=signature.passed or given.passed), given.arrays[0])
    elif len(given.arrays) == 2:
        upstream_first = means(given.arrays[0], "upstream") or not means(given.arrays[1], "upstream")
        roles = ("upstream", "x") if upstream_first else ("x", "upstream")
        fused = Activation(value, function_of(back, given, roles), passed=signature.passed, fused=True)
        yield from _of_either(fused, given.arrays[1 if upstream_first else 0])
        yield from _of_either(replace(fused, slope=function_of(back, given, roles[::-1])), "")


def _switched(way: Activation, switch: Switch) -> Activation:
    """One function that gives the value and, asked by a switch, the derivative."""
    assert way.value is not None
    off, on = (replace(way.value, constants={switch.argument: value}) for value in (switch.off, switch.on))
    return replace(way, value=off, slope=on)


def _of_either(way: Activation, argument: str) -> Iterator[Activation]:
    """With the derivative taking the input or the output, the likelier first by its argument's name."""
    first = argument.lower().rstrip("0123456789_") in OUTPUTS
    yield replace(way, of_output=first)
    yield replace(way, of_output=not first)


def _of_class(member: Member, part: str) -> Iterator[Activation]:
    """An object without weights whose methods are value and derivative; the derivative takes an array and no upstream."""
    forward = pick(member, FORWARD)
    back = pick(member, DERIVATIVE, excluding=forward)
    maker = Function(member.path, (), _made(member, part))
    passed = {setting: next(p.default for p in member.parameters if p.name == name) for name, setting in maker.keywords.items()}
    if forward is not None and not required(forward) and not member.parameters and forward.kind == "method":
        yield from _of_array_as_self(forward, back)
        return
    switch = NONE if forward is None else signature_of(forward, part).switch
    arrays = [] if forward is None else [name for name in required(forward) if name != switch.argument]
    if forward is None or len(arrays) != 1 or any(name not in maker.keywords for name in required(member)):
        return
    value = Function(forward.name)
    if back is not None and _goes_back(back):
        return  # a layer, which is called otherwise
    if switch:
        yield from _of_either(_switched(Activation(value, None, maker, passed=passed), switch), "")
    other = pick(member, BACKWARD, excluding=back)  # beside a derivative that may be for single numbers, or not there at all
    for way_back in (back, other):
        names = required(way_back) if way_back is not None else []
        if way_back is not None and len(names) == 1 and way_back is back:
            yield from _of_either(Activation(value, Function(way_back.name), maker, passed=passed, others=others(member, part)), names[0])
        elif way_back is not None and len(names) == 2:
            roles = ("upstream", "x") if means(names[0], "upstream") else ("x", "upstream")
            fused = Activation(value, Function(way_back.name, roles), maker, passed=passed, fused=True, others=others(member, part))
            yield from _of_either(fused, "")
    yield Activation(value, None, maker, passed=passed, leaves_out=back is not None or other is not None or bool(switch))


def _goes_back(method: Member) -> bool:
    """Whether it takes an upstream gradient alone, by its own name and its argument's, which may be forgotten."""
    names = required(method)
    if len(names) != 1 or plain(method.name) not in map(plain, BACKWARD):
        return False
    return means(names[0], "upstream") or not reads(method, names[0])


def _of_array_as_self(forward: Member, back: Member | None) -> Iterator[Activation]:
    """A class that is never made: `Relu.forward(x)`, where `def forward(self)` takes the array for `self`."""
    value = Function(forward.path)
    if back is not None and not required(back):
        yield from _of_either(Activation(value, Function(back.path)), "")
    yield Activation(value, leaves_out=back is not None)


def _made(member: Member, part: str) -> dict[str, str]:
    return dict(signature_of(member, part).keywords)
