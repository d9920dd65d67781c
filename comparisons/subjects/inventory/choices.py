"""Functions and classes that are several parts, one of which is chosen by a word: `activate(x, kind="tanh")`, `Optimizer(method="adam")`.

Every word that the argument is compared with is a part of its own, `activate(kind='tanh')`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from comparisons.subjects.inventory.compared_words import Compared, function_in
from comparisons.subjects.inventory.methods import FORWARD, LOSS_VALUE, NOT_PARTS, UPDATE, pick
from comparisons.subjects.inventory.programs import PROGRAMS
from comparisons.subjects.inventory.sighting import required
from comparisons.subjects.inventory.taken_branch import only_for
from comparisons.subjects.inventory.words import understand
from comparisons.subjects.worker import Member, Parameter

KINDS = ("activation", "loss", "optimizer")
SEVERAL = 2  # words for parts: one alone may be anything
WORD = re.compile(r"[\w -]+")
GENERAL = ("cost", "params", "parameters", "weights")  # phrases that say no more than the kind
OTHERS = re.compile(r"init|gain|metric|score|accuracy|kernel|regular|penalty|scale|schedule", re.IGNORECASE)
"""In names of what is chosen by the word for an activation or a loss, and is none."""
WEIGHTS = re.compile(r"\brandn?\b|\brandom\b|\bnormal\(|\buniform\(")
METHODS = ("static", "method", "classmethod")
BOTH = 2  # arrays: an upstream gradient beside the input; targets and predictions; a variable and its gradient


@dataclass(frozen=True)
class Chosen:
    """What is called for a part that is chosen by a word.

    Args:
        path: of the function or class.
        argument: that takes the word.
        position: of the argument.
        word: the word.
    """

    path: str
    argument: str
    position: int
    word: str


def with_choices(members: Sequence[Member]) -> tuple[list[Member], Mapping[str, Chosen]]:
    """(the members, those that are several parts taken apart, how each of these parts is called, by its path)."""
    found: list[Member] = []
    called: dict[str, Chosen] = {}
    for member in members:
        parts = list(_parts(member))
        if not parts and member.kind == "class":
            member, parts_of_it = _with_methods(member)
            called |= parts_of_it
        called |= {part.path: chosen for part, chosen in parts}
        found += [part for part, _ in parts] or [member]
    return found, called


def _with_methods(member: Member) -> tuple[Member, Mapping[str, Chosen]]:
    """The class with such methods taken apart, `Network.activation(self, z, kind)`; not one that also goes back by the word."""
    apart = {method.path: list(_parts(method)) for method in member.methods if method.kind in METHODS}
    if any(parts and understand(path.rpartition(".")[2]).role == "backward" for path, parts in apart.items()):
        return member, {}
    methods = tuple(one for method in member.methods for one in ([part for part, _ in apart.get(method.path, [])] or [method]))
    return replace(member, methods=methods), {part.path: chosen for parts in apart.values() for part, chosen in parts}


def _parts(member: Member) -> Iterator[tuple[Member, Chosen]]:
    if member.kind not in ("function", "class", *METHODS) or NOT_PARTS.match(member.name.lower()) or OTHERS.search(member.name):
        return
    for position, parameter in enumerate(member.parameters):
        if parameter.kind.startswith("VAR_") or (parameter.has_default and not isinstance(parameter.default, str | None)):
            continue
        compared = Compared(parameter.name, [tree for source in _sources(member) if (tree := function_in(source)) is not None])
        words = [word for word in _words(compared, parameter) if WORD.fullmatch(word)]
        if kind := _kind(member, parameter, words):
            place = position + (member.kind == "method")  # behind `self`
            for word in words:
                yield _part(member, parameter, compared, kind, word), Chosen(member.path, parameter.name, place, word)
            return


def _sources(member: Member) -> list[str]:
    return [method.source for method in member.methods] if member.kind == "class" else [member.source]


def _words(compared: Compared, parameter: Parameter) -> list[str]:
    """Those that it is compared with, and the one that it has by default, which may be what comes else."""
    words = compared.words()
    own = [parameter.default] if words and isinstance(parameter.default, str) and parameter.default not in words else []
    return [*words, *own]


def _kind(member: Member, parameter: Parameter, words: Sequence[str]) -> str:
    """What all of them are, by the words and the other arguments; empty if that is nothing that is checked."""
    name = understand(member.name)
    if name.references and name.phrase not in GENERAL:
        return ""
    meant = {kind: sum(any(one == kind for one, _ in understand(word).references) for word in words) for kind in KINDS}
    fitting = [kind for kind in KINDS if meant[kind] >= SEVERAL and _takes(member, parameter, kind)]
    return max(fitting, key=lambda kind: meant[kind], default="")


def _takes(member: Member, parameter: Parameter, kind: str) -> bool:
    """Whether the other arguments are those of such a part."""
    needed = [name for name in required(member) if name != parameter.name]
    if member.kind == "class":
        method = pick(member, {"activation": FORWARD, "loss": LOSS_VALUE, "optimizer": UPDATE}[kind])
        trained = any(m.name.lower() in PROGRAMS for m in member.methods)
        return method is not None and not trained and (kind == "optimizer" or not (needed or WEIGHTS.search(member.source)))
    if kind == "activation":
        goes_back = understand(member.name).role in ("backward", "derivative")
        return len(needed) == 1 or (len(needed) == BOTH and goes_back)
    return len(needed) == BOTH if kind == "loss" else len(needed) >= BOTH


def _part(member: Member, parameter: Parameter, compared: Compared, kind: str, word: str) -> Member:
    path = f"{member.path}({parameter.name}={word!r})"
    alias = "_".join(filter(None, (word, understand(member.name).role, "loss" * (kind == "loss"))))
    rest = tuple(p for p in member.parameters if p is not parameter)
    methods = tuple(replace(method, source=_only(method, compared, word)) for method in member.methods)
    source = member.source if member.kind == "class" else _only(member, compared, word)
    return replace(member, path=path, parameters=rest, source=source, methods=methods, alias=alias)


def _only(member: Member, compared: Compared, word: str) -> str:
    """Its source as it is for that word."""
    tree = function_in(member.source)
    return member.source if tree is None else only_for(member.source, tree, compared, word)
