"""What a step back of a recurrent layer takes: upstream gradients, a cache, or what the step forward took and returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from comparisons.subjects.conventions.layers.cell import Cell
from comparisons.subjects.inventory.parameters import means, plain
from comparisons.subjects.inventory.programs import CARRIED, STATES

RETURNED = ("h_t", "ht", "h", "h_next", "next_h", "h_new", "a_next", "output", "out")
"""Names of the state that forward returned."""
TAKEN = ("x", "x_t", "xt", "h_prev_l", "input", "inputs")
"""Names of x, which may be the state of the layer below."""


def roles_back(names: Sequence[str], going: Cell, forward: Mapping[str, str]) -> tuple[str, ...] | None:
    """Roles of the arguments of a step back; None if nobody can guess them.

    Args:
        names: of the arguments.
        going: how the step forward is called.
        forward: role of that by its argument.
    """
    upstream = [f"upstream {state}" for state in going.states]
    roles = [_role(name, forward) for name in names]
    if roles.count("") != len(upstream) or roles.count("cache") > 1:
        return None
    left = iter(upstream)
    return tuple(role or next(left) for role in roles)


def _role(name: str, forward: Mapping[str, str]) -> str:
    """Empty for an upstream gradient."""
    bare = plain(name)
    known = {"state c": CARRIED, "state h": STATES, "output h": RETURNED, "x": TAKEN}
    if means(name, "cache"):
        return "cache"
    return forward.get(name, "") or next((role for role, names in known.items() if bare in names), "")
