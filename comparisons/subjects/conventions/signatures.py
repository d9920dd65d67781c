"""Signatures of functions as roles: which argument is the array, which a setting, which a flag."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comparisons.subjects.conventions.calls import OBJECT, Function
from comparisons.subjects.conventions.session import HELPERS
from comparisons.subjects.conventions.switches import NONE, Switch, switch_of
from comparisons.subjects.inventory.parameters import means, setting_of
from comparisons.subjects.worker import Member, Name

READS = re.compile(r"\bself\.\w+\b(?!\s*\()")


@dataclass(frozen=True)
class Signature:
    """A function's arguments, understood.

    Args:
        arrays: names of the required arguments that no setting is known for, in order.
        passed: settings that go to an argument: the argument's default, None if it has none.
        keywords: setting by argument.
        switch: the argument that asks for the derivative.
        training: the argument that says whether it is training; empty for none.
        rate: the argument for the learning rate; empty for none.
    """

    arrays: tuple[str, ...]
    passed: Mapping[str, Any]
    keywords: Mapping[str, str]
    switch: Switch = NONE
    training: str = ""
    rate: str = ""


def signature_of(member: Member, part: str) -> Signature:
    """The arguments of a function that is taken for a part, such as `leaky_relu`."""
    arrays, passed, keywords, special, switch = [], {}, {}, {"training": "", "rate": ""}, NONE
    for number, parameter in enumerate(member.parameters):
        if parameter.kind.startswith("VAR_"):
            continue
        setting = setting_of(part, parameter.name)
        role = next((role for role in special if means(parameter.name, role) and (parameter.has_default or role == "training")), "")
        if setting and (number or parameter.has_default) and setting not in passed:
            passed[setting], keywords[parameter.name] = parameter.default, setting
        elif role and number and not special[role]:
            special[role] = parameter.name
        elif not switch and (asks := switch_of(member, parameter, first=not number)):
            switch = asks
        elif not parameter.has_default:
            arrays.append(parameter.name)
    return Signature(tuple(arrays), passed, keywords, switch, special["training"], special["rate"])


def function_of(member: Member, signature: Signature, roles: tuple[str, ...], **more: Any) -> Function:
    """A plain function with its arrays in `roles`; a method gets the object that `object_for` makes."""
    return Function(member.path, ((OBJECT, *roles) if member.kind == "method" else roles), signature.keywords, **more)


def object_for(members: Sequence[Member]) -> Function | None:
    """Makes what the methods among functions that are called alone take for `self`; None if there is none.

    An object of their class whose constructor, which asks for nobody knows what, has not been called; made without arguments, if that
    works, for methods that read attributes.
    """
    methods = [member for member in members if member.kind == "method"]
    if not methods:
        return None
    cls = Name(methods[0].path.rpartition(".")[0])
    made = any(READS.search(method.source) for method in methods)
    return Function(f"{HELPERS}.object_of", (), constants={"cls": cls, "made": made})
