"""Methods of a layer that change its weights, and that nothing here looks at: whoever reads a match should know."""

from __future__ import annotations

import re

from comparisons.subjects.worker import Member

UPDATES = re.compile(r"_?(sgd_)?(update|step|apply_grad\w*|optimi[sz]e)(_\w+)?", re.IGNORECASE)
WRITES = re.compile(r"self\.\w+(\[[^\]]*\])?\s*[-+]?=(?!=)")


def updates_left(member: Member, called: frozenset[str]) -> list[str]:
    """One line, if there are any.

    Args:
        member: the class.
        called: its methods that are looked at.
    """
    methods = [m.name for m in member.methods if UPDATES.fullmatch(m.name) and m.name not in called and WRITES.search(m.source)]
    return [f"not checked: what {', '.join(methods)} does to its weights"] if methods else []
