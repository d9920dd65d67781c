"""Running averages that a function takes as arguments and returns under the same names."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Mapping

from comparisons.subjects.conventions.calls import Function
from comparisons.subjects.conventions.layers.values import AVERAGES
from comparisons.subjects.worker import Member


def averages_returned(member: Member, forward: Function) -> Mapping[str, tuple[int]]:
    """Where in the tuple that it returns they are, by the pair's names; only what every `return` has at the same place.

    Args:
        member: the function.
        forward: how it is called.
    """
    wanted = {name: role.removeprefix("weight ") for role, name in zip(forward.roles, forward.arguments)}
    wanted = {name: weight for name, weight in wanted.items() if weight in AVERAGES}
    try:
        tree = ast.parse(textwrap.dedent(member.source))
    except SyntaxError:
        return {}
    returned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
    places = [_places(value, wanted) for value in returned]
    return places[0] if places and all(found == places[0] for found in places) else {}


def _places(value: ast.expr | None, wanted: Mapping[str, str]) -> dict[str, tuple[int]]:
    if not isinstance(value, ast.Tuple):
        return {}
    names = {number: node.id for number, node in enumerate(value.elts) if isinstance(node, ast.Name)}
    return {f"state {wanted[name]}": (number,) for number, name in names.items() if name in wanted}
