"""How an object is told whether it is training, if its forward is not: `train()` and `eval()`, or an attribute such as `training`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comparisons.subjects.inventory.sighting import required
from comparisons.subjects.worker import Call, Member, Ref, Set, Step

DIFFER = ("BatchNormalization", "Dropout")
"""Layers that do something else in training: of others nobody is told."""
METHODS = (("train", "eval"), ("training_mode", "eval_mode"), ("set_train", "set_eval"), ("train_mode", "test_mode"), ("train", "test"))
ATTRIBUTE = re.compile(r"\bself\.(training|is_training|train_mode|is_train|train|training_mode|in_training)\b(?!\s*\()")


@dataclass(frozen=True)
class Told:
    """Methods, or an attribute.

    Args:
        train, evaluate: names of methods that take nothing.
        attribute: name of an attribute that is true in training.
    """

    train: str = ""
    evaluate: str = ""
    attribute: str = ""

    def __bool__(self) -> bool:
        return bool(self.train or self.attribute)

    def step(self, owner: Ref, *, training: bool) -> Step:
        """What sets the mode of an object."""
        if self.attribute:
            return Set(owner, self.attribute, training)
        return Call((owner, self.train if training else self.evaluate), silent=True)


NOT_TOLD = Told()


def told_of(member: Member, part: str) -> Told:
    """How objects of a class are told; `NOT_TOLD` where there is nothing to tell, or no way to."""
    if part not in DIFFER:
        return NOT_TOLD
    without = {method.name for method in member.methods if method.kind == "method" and not required(method)}
    for train, evaluate in METHODS:
        if {train, evaluate} <= without:
            return Told(train, evaluate)
    read = [found for method in member.methods if method.name != "__init__" for found in ATTRIBUTE.findall(method.source)]
    return Told(attribute=read[0]) if read else NOT_TOLD
