"""What of an example and its outcome counts in the mode it is in."""

from __future__ import annotations

from dataclasses import replace

from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome
from comparisons.subjects.inventory.parameters import means
from comparisons.subjects.worker import Member, Parameter

OTHER_IN_TRAINING = frozenset(["BatchNormalization"])
MODES = ("training", "inference")
"""Roles of an argument that is told the mode: true in the one, or in the other."""


def mode_of(forward: Member) -> tuple[str, str]:
    """(argument that is told the mode, its role); empty for none."""
    return next(((p.name, role) for p in forward.parameters if (role := mode_role(p))), ("", ""))


def mode_role(parameter: Parameter) -> str:
    """The one of `MODES` that an argument is told; empty for none. What says `test` may be anything, unless it is true or false."""
    role = next((mode for mode in MODES if means(parameter.name, mode)), "")
    return "" if role == "inference" and parameter.has_default and not isinstance(parameter.default, bool) else role


def told_mode(*, training: bool) -> dict[str, bool]:
    """Values of the roles."""
    return {"training": training, "inference": not training}


def trained(outcome: Outcome) -> Outcome:
    """What is compared in inference: nobody goes back from there, and what went forward may have kept nothing to go back by."""
    return {what: a for what, a in outcome.items() if not what.startswith("gradient ")}


def unmasked(case: Case) -> Case:
    """Without a mask on steps, which nobody's own layer takes."""
    return replace(case, given={name: a for name, a in case.given.items() if name != "mask"}) if "mask" in case.given else case
