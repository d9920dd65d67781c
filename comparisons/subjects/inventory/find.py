"""From the members of a source to the parts that are among them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from comparisons.subjects.inventory.beyond import beyond
from comparisons.subjects.inventory.classes import UPDATED, class_found, is_tape
from comparisons.subjects.inventory.closures import as_optimizer
from comparisons.subjects.inventory.methods import (
    FORWARD,
    NOT_PARTS,
    UPDATE,
    pick,
)
from comparisons.subjects.inventory.metrics import metric_seen
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.inventory.programs import (
    CELL,
    RECURRENT,
    STATES,
    TRAINS,
    goes_back_from_nothing,
    is_cell,
    is_cost,
    is_of_a_program,
    is_training_loop,
)
from comparisons.subjects.inventory.pullbacks import pullback_of
from comparisons.subjects.inventory.schedules import schedule_seen
from comparisons.subjects.inventory.sighting import LeftAlone, Sighting, required
from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.inventory.words import Name, understand
from comparisons.subjects.worker import Member

NOT_CHECKED = {
    "a metric": re.compile(r"(\w+_)?accuracy(_score)?|(precision|recall|f_?1|f_?beta|r2)(_?score)?|r_squared|rmse", re.IGNORECASE),
    "an initializer": re.compile(r"(xavier|glorot|he|lecun|kaiming)(_?(init|uniform|normal|initiali[sz]ation))?", re.IGNORECASE),
    "a penalty on weights": re.compile(r"l[12](_?(reg|penalty|norm|loss))\w*|weight_?penalty\w*|regulari[sz]ation\w*", re.IGNORECASE),
}
"""What Keras has as well, and is left alone."""
CHECKED = "activations, layers, losses and optimizers are checked"
ONE_STEP = "one step, where Keras's layer takes a whole sequence or image: what loops over it is checked"
HALVES = re.compile(r"(?P<before>(\w+\.)*)(?P<half>[fb])_(?P<part>\w+)$")
CONVERTS = re.compile(r"(to|from|is|has)_")  # `to_categorical`, `from_mse`: no parts, whatever else their names say


def find_parts(members: Sequence[Member], module: str) -> tuple[list[Sighting], list[LeftAlone]]:
    """(parts, everything else with the reason).

    Args:
        members: of the source.
        module: its name; what was defined elsewhere is left alone.
    """
    own = [member for member in members if member.module == module]
    elsewhere = [LeftAlone(m.path, f"comes from {m.module}") for m in members if m.module != module]
    functions = [m for m in own if m.kind == "function" and ("." not in m.path or understand(m.name).references)]  # not all in containers
    originals = {m.source: m.path for m in reversed(functions) if f"def {m.path}(" in m.source and understand(m.path).references}
    aliases = [m for m in functions if originals.get(m.source, m.path) != m.path]
    functions = [m for m in functions if m not in aliases]
    elsewhere += [LeftAlone(m.path, f"another name of {originals[m.source]}") for m in aliases]
    made = {m.path.partition("(")[0] for m in own if m.kind == "class"}
    copies = [m for m in own if m.kind == "instance" and m.mro[0] in made]
    elsewhere += [LeftAlone(m.path, f"an object of {m.mro[0]}") for m in copies]
    classes = [m for m in own if m.kind in ("class", "instance") and m not in copies]
    spaces = [c for c in classes if _is_namespace(c)]
    functions += [f for space in spaces for f in space.methods if _could_be_called_alone(f, space)]
    steps = [f for f in functions if is_of_a_program(f)]
    functions = [f for f in functions if f not in steps]
    elsewhere += [LeftAlone(f.path, f"a piece of a whole program: {TRAINS}:{f.path}", f.line) for f in steps]
    cells = [m for m in own if m not in steps and is_cell(m)]
    functions, classes = ([m for m in those if m not in cells] for those in (functions, classes))
    makers = {m.path: optimizer for m in functions if (optimizer := as_optimizer(m)) is not None}
    functions, classes = [m for m in functions if m.path not in makers], [*classes, *makers.values()]
    steps_of_layers, cells = _cells(cells)
    elsewhere += [LeftAlone(m.path, ONE_STEP) for m in cells]
    seen = {m.path: one for m in (*functions, *classes) if (one := schedule_seen(m) or metric_seen(m)) is not None}
    functions, classes = ([m for m in those if m.path not in seen] for those in (functions, classes))
    found, alone = _functions(functions)
    found += [*steps_of_layers, *seen.values()]
    for pair in (m for m in own if m.kind == "pair"):
        name = understand(pair.name)
        found.append(Sighting(pair.path, name.references, pair.methods[0], pair.methods[1], named=bool(name.references)))
    tapes = [member for member in classes if is_tape(member)]
    for member in classes:
        sighting = class_found(member)
        if tape := _tape_of(sighting, tapes):
            sighting = LeftAlone(member.path, f"what {tape} computes with: it is checked with that", member.line)
        if isinstance(sighting, Sighting):
            found.append(sighting)
        elif member not in spaces or TRAINS in sighting.why:  # a network's own activations are checked, the network is not
            alone.append(sighting)
    order = {member.path: number for number, member in enumerate(own)}
    found.sort(key=lambda s: order.get(s.name, order.get(s.name.partition(".")[0], 0)))
    return found, [*alone, *elsewhere]


def _cells(members: Sequence[Member]) -> tuple[list[Sighting], list[Member]]:
    """(steps that take a state beside x, with what goes back, everything else)."""
    found, rest = [], list(members)
    for member in members:
        name = understand(CELL.sub("_", member.name))
        forward = member if member.kind == "function" else pick(member, FORWARD)
        takes = [] if forward is None else [p for p in required(forward) if plain(p) in STATES]
        if name.role in ("backward", "derivative") or len(takes) != 1 or name.references[0] not in RECURRENT:
            continue
        alike = [m for m in members if m.kind == "function" == member.kind and understand(CELL.sub("_", m.name)).phrase == name.phrase]
        back = next((m for m in alike if understand(CELL.sub("_", m.name)).role in ("backward", "derivative")), None)
        found.append(Sighting(member.path, name.references, member, back, cell=True))
        rest = [m for m in rest if m not in (member, back)]
    return found, rest


def _tape_of(sighting: Sighting | LeftAlone, tapes: Sequence[Member]) -> str:
    """The tape among whose operators a class without a telling name is used, such as `Mul` in `Tensor.__mul__`; empty for none."""
    telling = sighting.named if isinstance(sighting, Sighting) else not beyond(sighting.name, is_class=True)  # `Add` may be a layer
    if telling:
        return ""
    used = re.compile(rf"\b{re.escape(sighting.name)}\b")
    return next((tape.name for tape in tapes if any(used.search(operator.source) for operator in tape.operators)), "")


def _is_namespace(member: Member) -> bool:
    """A class whose methods are parts, such as `Activations.sigmoid` or a network's own `sigmoid(self, x)`; not a tensor with a tape."""
    if member.kind != "class" or understand(member.name).references or is_tape(member):
        return False
    return any(understand(f.name).references and _could_be_called_alone(f, member) for f in member.methods)


def _could_be_called_alone(function: Member, space: Member) -> bool:
    return (
        function.kind in ("static", "method", "classmethod")
        and bool(function.parameters)
        and bool(references := understand(function.name).references)
        and not function.name.startswith("__")
        and not is_training_loop(function)
        and not (goes_back_from_nothing(understand(function.name)) and not any(is_cost(m) for m in space.methods))
        and not (references[0][0] == "loss" and function.name.startswith("_"))  # what a tree or t-SNE minimises
        and (references[0][0] != "optimizer" or (len(required(function)) >= UPDATED and pick(space, UPDATE) is None))
    )


def _functions(functions: Sequence[Member]) -> tuple[list[Sighting], list[LeftAlone]]:
    """Functions of one phrase belong together: the value first, then what goes back."""
    there = {member.path for member in functions}
    named = [(member, understand(_spelt_out(member, there))) for member in functions]
    groups: dict[tuple[str, str, bool], list[tuple[Member, Name]]] = {}
    for member, name in named:
        groups.setdefault((member.path.rpartition(".")[0], name.phrase, bool(member.alias)), []).append((member, name))
    found: list[Sighting] = []
    alone: list[LeftAlone] = []
    for group in groups.values():
        for sighting in _group(group):
            if _is_named(sighting) if sighting.references else _worth_a_try(sighting):
                found.append(sighting)
            else:
                alone += [_passed_over(member, sighting) for member in sighting.members]
    return found, alone


def _spelt_out(member: Member, there: Container[str]) -> str:
    """The name, with `f_` and `b_` as the words that they stand for where both are there."""
    found = HALVES.match(member.path)
    if found is None or not all(f"{found['before']}{half}_{found['part']}" in there for half in "fb"):
        return member.name
    return f"{'forward' if found['half'] == 'f' else 'backward'}_{found['part']}"


def _passed_over(member: Member, sighting: Sighting) -> LeftAlone:
    goes_back = sighting.goes_back and member is sighting.value and not _not_checked(member)
    if sighting.value is None and sighting.references:
        return LeftAlone(member.path, "it goes back from a cost that is not there", member.line, goes_back)
    known = "" if sighting.references else beyond(member.name)
    return LeftAlone(member.path, known or _unknown(member), member.line, goes_back, named=bool(known or member.alias))


def _unknown(member: Member) -> str:
    """Why a function is left alone whose name is that of no part that is checked."""
    what = _not_checked(member)
    return f"{what}: {CHECKED}" if what else "neither its name nor its signature says what it is"


def _not_checked(member: Member) -> str:
    """What of Keras it is called like, if that is nothing that is checked."""
    return next((what for what, names in NOT_CHECKED.items() if names.fullmatch(member.name.strip("_"))), "")


def _is_named(sighting: Sighting) -> bool:
    """Whether its name says what it is. A cosine similarity is a loss, the negative one, only where there is a gradient."""
    called = sighting.members[0].name
    if not sighting.references or CONVERTS.match(called):
        return False
    name = understand(called)
    if sighting.value is None and goes_back_from_nothing(name):
        return False
    return sighting.references[0] != ("loss", "CosineSimilarity") or sighting.derivative is not None or name.loss


def _group(group: Sequence[tuple[Member, Name]]) -> Iterator[Sighting]:
    values = [(m, n) for m, n in group if n.role in ("", "forward", "update")]
    backs = [(m, n) for m, n in group if n.role in ("backward", "derivative")]
    partners = _partners(values, backs)
    for value, name in values:
        back = partners.get(value.path) or pullback_of(value)
        yield Sighting(value.path, name.references, value, back, named=bool(name.references))
    taken = {back.path for back in partners.values()}
    for back, name in backs:
        if back.path not in taken:
            first = next((value for value, other in values if other.loss >= name.loss), None)
            yield Sighting(back.path, name.references, first, back, named=bool(name.references))


def _partners(values: Sequence[tuple[Member, Name]], backs: Sequence[tuple[Member, Name]]) -> dict[str, Member]:
    """By value: `relu_backward` for `relu_forward` and `relu_prime` for `relu`; then what is left for who has none.

    What goes back from a loss by its name is no derivative of what is none, such as of a softmax.
    """
    found: dict[str, Member] = {}
    for exactly in (True, False):
        for value, name in values:
            wanted = "backward" if name.role == "forward" else "derivative"
            left = [(back, other) for back, other in backs if back not in found.values() and name.loss >= other.loss]
            free = [(back, other) for back, other in left if other.role == wanted or not exactly]
            if free and value.path not in found:
                found[value.path] = free[0][0]
    return found


def _worth_a_try(sighting: Sighting) -> bool:
    """A function of one or two arrays that nobody would call `load` or `plot`."""
    member = sighting.value
    if (
        member is None
        or beyond(member.name)
        or NOT_PARTS.match(member.name.lower().lstrip("_"))
        or member.kind != "function"
        or _not_checked(member)
    ):
        return False
    return 1 <= len(required(member)) <= 2


def renamed(sighting: Sighting, references: tuple[Reference, ...], words: frozenset[str]) -> Sighting:
    """What the user says it is."""
    return replace(sighting, references=references, named=True, hinted=False, words=words)
