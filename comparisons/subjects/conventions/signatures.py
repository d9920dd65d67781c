"""Signatures of functions as roles: which argument is the array, which a setting, which a flag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comparisons.subjects.conventions.calls import UNUSED, Function
from comparisons.subjects.inventory.parameters import means, setting_of
from comparisons.subjects.worker import Member


@dataclass(frozen=True)
class Signature:
    """A function's arguments, understood.

    Args:
        arrays: names of the required arguments that no setting is known for, in order.
        passed: settings that go to an argument: the argument's default, None if it has none.
        keywords: setting by argument.
        flag: the argument that asks for the derivative; empty for none.
        training: the argument that says whether it is training; empty for none.
        rate: the argument for the learning rate; empty for none.
    """

    arrays: tuple[str, ...]
    passed: Mapping[str, Any]
    keywords: Mapping[str, str]
    flag: str = ""
    training: str = ""
    rate: str = ""


def signature_of(member: Member, part: str) -> Signature:
    """The arguments of a function that is taken for a part, such as `leaky_relu`."""
    arrays, passed, keywords, special = [], {}, {}, {"deriv": "", "training": "", "rate": ""}
    for number, parameter in enumerate(member.parameters):
        if parameter.kind.startswith("VAR_"):
            continue
        setting = setting_of(part, parameter.name)
        role = next((role for role in special if means(parameter.name, role) and (parameter.has_default or role == "training")), "")
        if setting and (number or parameter.has_default) and setting not in passed:
            passed[setting], keywords[parameter.name] = parameter.default, setting
        elif role and number and not special[role]:
            special[role] = parameter.name
        elif not parameter.has_default:
            arrays.append(parameter.name)
    return Signature(tuple(arrays), passed, keywords, special["deriv"], special["training"], special["rate"])


def function_of(member: Member, signature: Signature, roles: tuple[str, ...], **more: Any) -> Function:
    """A plain function with its arrays in `roles`; a method that is called without an object gets None for it."""
    bare = member.kind == "method"
    return Function(member.path, ((UNUSED, *roles) if bare else roles), signature.keywords, **more)
