"""What a class is: a part by its name and methods, perhaps one, or none."""

from __future__ import annotations

import re

from comparisons.articles import with_article
from comparisons.subjects.inventory.among import is_judged, named_among
from comparisons.subjects.inventory.beyond import beyond
from comparisons.subjects.inventory.methods import (
    BACKWARD,
    DERIVATIVE,
    FORWARD,
    LOSS_GRADIENT,
    LOSS_VALUE,
    UPDATE,
    goes_both_ways,
    pick,
)
from comparisons.subjects.inventory.programs import PROGRAMS, TRAINS
from comparisons.subjects.inventory.sighting import LeftAlone, Sighting, required
from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.inventory.words import known_words, understand
from comparisons.subjects.worker import Member

OPERATORS = ("__add__", "__mul__")
PENALTIES = ("l1", "l2")
OTHER_OPTIMIZERS = re.compile(
    r"((r|p|d|qh|be|gc|diff|yogi|sparse)_?adam(_?w)?|nadam_?w|adam(p|od|mini|bound)|ada(belief|bound|mod|shift|hessian)|amsbound|sgd(w|p|r)"
    r"|swats|ranger|yogi|novo_?grad|diff_?grad|mad_?grad|larc?s?|look_?ahead)(_?optimi[sz]er)?",
    re.IGNORECASE,
)
"""Rules of their own: what differs from the Adam in its name is meant."""
ADAM_W = re.compile(r"([Mm]y_?)?(Adam|ADAM|adam)_?[Ww](?![a-z])")  # `AdamWithWarmup` is none
"""Of which the W is no word of its own that may be left out: `AdamWAfter`."""
TAPE: Reference = ("tape", "tape")
SIZES = 2  # of rows and columns of weights
UPDATED = 2  # a parameter and its gradient: `update_params(self, learning_rate)` is a network's own business


def class_found(member: Member) -> Sighting | LeftAlone:
    """The part that it is or may be; why it is none."""
    name = understand(member.name)
    references = name.references or _optimizers(member)
    if is_tape(member):
        return Sighting(member.path, (TAPE,), member)
    if member.abstract:
        return LeftAlone(member.path, f"abstract: {', '.join(member.abstract)}")
    programs = sorted(m.name for m in member.methods if m.name.lower() in PROGRAMS and not _sets_the_mode(m, member))
    if programs and (not references or references[0][0] == "loss"):  # a class `SVM` that can be trained is no hinge loss
        return LeftAlone(member.path, f"a whole program ({programs[0]}): {TRAINS}:{member.name}", member.line)
    if OTHER_OPTIMIZERS.fullmatch(member.name):
        return LeftAlone(member.path, "an optimizer that Keras does not have")
    offered = _offered(member)
    if not offered:
        return LeftAlone(member.path, "no methods of a layer, loss or optimizer")
    fitting = tuple(reference for reference in references if reference[0] in offered)
    if fitting and name.phrase in PENALTIES and fitting[0][0] == "loss" and not _takes_two(member):
        return LeftAlone(member.path, "a penalty on weights")
    if fitting:
        return Sighting(member.path, (*_dense_with(fitting, member, offered), *fitting), member)
    if references:
        return LeftAlone(member.path, f"called like {references[0][1]}, but has no methods of {_article(references[0][0])}")
    if _is_base(member):
        return LeftAlone(member.path, "a base class")
    if why := beyond(member.name, is_class=True):
        return LeftAlone(member.path, why, member.line, named=True)
    if hinted := _hinted(member, offered):
        return Sighting(member.path, hinted, member, hinted=not is_judged(member.name))
    unnamed = Sighting(member.path, (), member, named=False)
    return unnamed if "layer" in offered else unnamed.left_alone("its name says nothing that is known")


def _dense_with(activation: tuple[Reference, ...], member: Member, offered: set[str]) -> tuple[Reference, ...]:
    """What is called like an activation and asks for sizes has weights, such as `SigmoidLayer(n_in, n_out)`."""
    sized = activation[0][0] == "activation" and "layer" in offered and len(required(member)) >= SIZES
    return (("layer", "Dense"),) if sized else ()


def _sets_the_mode(method: Member, member: Member) -> bool:
    """Whether it is the `train()` beside an `eval()`, which nothing is trained by."""
    return method.name == "train" and not required(method) and any(m.name == "eval" for m in member.methods)


def _is_base(member: Member) -> bool:
    return member.name.startswith("_") or "abstract" in member.source[:400].lower() or "raise NotImplementedError" in member.source


def _hinted(member: Member, offered: set[str]) -> tuple[Reference, ...]:
    """What a class with the methods of a part may be by the known ones among the words of its name."""
    found = tuple(reference for reference in named_among(member.name) if reference[0] in offered)
    if goes_both_ways(member) or _updates(member):
        return found
    return found if any(kind == "layer" for kind, _ in found) and _transforms(member) else ()


def _transforms(member: Member) -> bool:
    """Whether it goes forward from one array, as a layer does of which nobody has written the way back."""
    forward = pick(member, FORWARD)
    return forward is not None and len(required(forward)) == 1


def _updates(member: Member) -> bool:
    """Whether it updates variables by gradients, and nothing else."""
    update = pick(member, UPDATE)
    return update is not None and len(required(update)) >= UPDATED and pick(member, FORWARD, excluding=update) is None


def _optimizers(member: Member) -> tuple[Reference, ...]:
    """What updates variables by gradients is an optimizer, whatever other words are in its name, such as `MomentumEMA`."""
    named = "AdamW" if ADAM_W.match(member.name) else known_words(member.name)
    known = understand(named).references if _updates(member) else ()
    return tuple(reference for reference in known if reference[0] == "optimizer")


def _takes_two(member: Member) -> bool:
    value = pick(member, LOSS_VALUE)
    return value is None or len(required(value)) > 1


def is_tape(member: Member) -> bool:
    return any(operator.name in OPERATORS for operator in member.operators) and pick(member, ["backward", "backprop"]) is not None


def _offered(member: Member) -> set[str]:
    """Kinds of parts whose methods a class has."""
    forward = pick(member, FORWARD)
    found = set()
    if forward is not None:
        found |= {"activation", "layer"}
    if pick(member, LOSS_VALUE) is not None or pick(member, LOSS_GRADIENT) is not None:
        found.add("loss")
    if pick(member, DERIVATIVE) is not None or pick(member, BACKWARD, excluding=forward) is not None:
        found |= {"activation", "layer", "loss"}
    if pick(member, UPDATE) is not None:
        found.add("optimizer")
    return found


def _article(kind: str) -> str:
    return with_article(kind)
