"""What of an example and its outcome counts in the mode it is in."""

from __future__ import annotations

from dataclasses import replace

from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome

OTHER_IN_TRAINING = frozenset(["BatchNormalization"])


def trained(outcome: Outcome) -> Outcome:
    """What is compared in inference: nobody goes back from there, and what went forward may have kept nothing to go back by."""
    return {what: a for what, a in outcome.items() if not what.startswith("gradient ")}


def unmasked(case: Case) -> Case:
    """Without a mask on steps, which nobody's own layer takes."""
    return replace(case, given={name: a for name, a in case.given.items() if name != "mask"}) if "mask" in case.given else case
