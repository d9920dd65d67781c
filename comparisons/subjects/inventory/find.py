"""From the members of a source to the parts that are among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from comparisons.subjects.inventory.among import named_among
from comparisons.subjects.inventory.methods import (
    BACKWARD,
    DERIVATIVE,
    FORWARD,
    LOSS_GRADIENT,
    LOSS_VALUE,
    NOT_PARTS,
    UPDATE,
    goes_both_ways,
    pick,
)
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.inventory.sighting import LeftAlone, Sighting, required
from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.inventory.words import Name, known_words, understand
from comparisons.subjects.programs.words import FUNCTIONS, kind_of_weight
from comparisons.subjects.worker import Member

PROGRAMS = frozenset(["fit", "train", "train_step", "train_on_batch", "fit_batch", "train_epoch", "optimize", "sgd"])
OPERATORS = ("__add__", "__mul__")
PENALTIES = ("l1", "l2")
NOT_CHECKED = {
    "a metric": re.compile(r"(\w+_)?accuracy(_score)?|(precision|recall|f_?1|f_?beta|r2)(_?score)?|r_squared|rmse", re.IGNORECASE),
    "an initializer": re.compile(r"(xavier|glorot|he|lecun|kaiming)(_?(init|uniform|normal|initiali[sz]ation))?", re.IGNORECASE),
    "a penalty on weights": re.compile(r"l[12](_?(reg|penalty|norm|loss))\w*|weight_?penalty\w*|regulari[sz]ation\w*", re.IGNORECASE),
}
"""What Keras has as well, and is left alone."""
CHECKED = "activations, layers, losses and optimizers are checked"
OTHER_OPTIMIZERS = re.compile(
    r"((r|p|d|qh|be|gc|diff|yogi|sparse)_?adam(_?w)?|nadam_?w|adam(p|od|mini|bound)|ada(belief|bound|mod|shift|hessian)|amsbound|sgd(w|p|r)"
    r"|swats|ranger|yogi|novo_?grad|diff_?grad|mad_?grad|larc?s?|look_?ahead)(_?optimi[sz]er)?",
    re.IGNORECASE,
)
"""Rules of their own: what differs from the Adam in its name is meant."""
CONVERTS = re.compile(r"(to|from|is|has)_")  # `to_categorical`, `from_mse`: no parts, whatever else their names say
TAPE: Reference = ("tape", "tape")
TRAINS = "it is trained beside Keras by parity compare MODEL --candidate FILE"
SEVERAL = 2  # layers of a program
RECURRENT = (("layer", "SimpleRNN"), ("layer", "LSTM"), ("layer", "GRU"))
CELL = re.compile(r"_?(step|cell)(?![a-z])_?", re.IGNORECASE)
STATES = frozenset(
    [
        "h_prev",
        "prev_h",
        "hprev",
        "prev_hidden",
        "h_previous",
        "hidden_prev",
        "hidden_state",
        "prev_state",
        "h_tm1",
        "h_t_1",
        "last_h",
        "a_prev",
    ]
)
UPDATED = 2  # a parameter and its gradient: `update_params(self, learning_rate)` is a network's own business


def find_parts(members: Sequence[Member], module: str) -> tuple[list[Sighting], list[LeftAlone]]:
    """(parts, everything else with the reason).

    Args:
        members: of the source.
        module: its name; what was defined elsewhere is left alone.
    """
    own = [member for member in members if member.module == module]
    elsewhere = [LeftAlone(m.path, f"comes from {m.module}") for m in members if m.module != module]
    functions = [m for m in own if m.kind == "function"]
    originals = {m.source: m.path for m in reversed(functions) if f"def {m.path}(" in m.source and understand(m.path).references}
    aliases = [m for m in functions if originals.get(m.source, m.path) != m.path]
    functions = [m for m in functions if m not in aliases]
    elsewhere += [LeftAlone(m.path, f"another name of {originals[m.source]}") for m in aliases]
    made = {m.path for m in own if m.kind == "class"}
    copies = [m for m in own if m.kind == "instance" and m.mro[0] in made]
    elsewhere += [LeftAlone(m.path, f"an object of {m.mro[0]}") for m in copies]
    classes = [m for m in own if m.kind in ("class", "instance") and m not in copies]
    spaces = [c for c in classes if _is_namespace(c)]
    functions += [f for space in spaces for f in space.methods if _could_be_called_alone(f, space)]
    steps = [f for f in functions if _is_of_a_program(f)]
    functions = [f for f in functions if f not in steps]
    elsewhere += [LeftAlone(f.path, f"a piece of a whole program: {TRAINS}:{f.path}") for f in steps]
    cells = [m for m in own if m not in steps and _is_cell(m)]
    functions, classes = ([m for m in those if m not in cells] for those in (functions, classes))
    elsewhere += [LeftAlone(m.path, "one time step, where Keras's layer takes a sequence: what loops over it is checked") for m in cells]
    found, alone = _functions(functions)
    for pair in (m for m in own if m.kind == "pair"):
        name = understand(pair.name)
        found.append(Sighting(pair.path, name.references, pair.methods[0], pair.methods[1], named=bool(name.references)))
    for member in classes:
        sighting = _class(member)
        if isinstance(sighting, Sighting):
            found.append(sighting)
        elif member not in spaces:
            alone.append(sighting)
    order = {member.path: number for number, member in enumerate(own)}
    found.sort(key=lambda s: order.get(s.name, order.get(s.name.partition(".")[0], 0)))
    return found, [*alone, *elsewhere]


def _is_namespace(member: Member) -> bool:
    """A class whose methods are parts, such as `Activations.sigmoid` or a network's own `sigmoid(self, x)`; not a tensor with a tape."""
    if member.kind != "class" or understand(member.name).references or _is_tape(member):
        return False
    return any(understand(f.name).references and _could_be_called_alone(f, member) for f in member.methods)


def _could_be_called_alone(function: Member, space: Member) -> bool:
    return (
        function.kind in ("static", "method", "classmethod")
        and bool(function.parameters)
        and bool(references := understand(function.name).references)
        and not function.name.startswith("__")
        and not (references[0][0] == "loss" and function.name.startswith("_"))  # what a tree or t-SNE minimises
        and (references[0][0] != "optimizer" or (len(required(function)) >= UPDATED and pick(space, UPDATE) is None))
    )


def _is_of_a_program(function: Member) -> bool:
    """Whether it is a pass, an update or a step of a network of its own: by its name, and weights of several layers as arguments."""
    weights = [p.name for p in function.parameters if kind_of_weight(p.name) == "kernel"]
    named = any(FUNCTIONS[role].fullmatch(function.name) for role in ("forward", "backward", "update", "step"))
    return len(weights) >= SEVERAL and named


def _is_cell(member: Member) -> bool:
    """Whether it is a step of a recurrent layer: by its name, or since going forward takes the state before as well."""
    name = understand(CELL.sub("_", member.name))
    if ("layer", name.references[0][1] if name.references else "") not in RECURRENT:
        return False
    forward = member if member.kind == "function" else pick(member, FORWARD)
    states = [] if forward is None else [p for p in required(forward) if plain(p) in STATES]
    return bool(CELL.search(member.name)) or (member.kind == "class" and bool(states))


def _functions(functions: Sequence[Member]) -> tuple[list[Sighting], list[LeftAlone]]:
    """Functions of one phrase belong together: the value first, then what goes back."""
    named = [(member, understand(member.name)) for member in functions]
    groups: dict[tuple[str, str], list[tuple[Member, Name]]] = {}
    for member, name in named:
        groups.setdefault((member.path.rpartition(".")[0], name.phrase), []).append((member, name))
    found: list[Sighting] = []
    alone: list[LeftAlone] = []
    for group in groups.values():
        for sighting in _group(group):
            if _is_named(sighting) if sighting.references else _worth_a_try(sighting):
                found.append(sighting)
            else:
                alone += [_passed_over(member, sighting) for member in sighting.members]
    return found, alone


def _passed_over(member: Member, sighting: Sighting) -> LeftAlone:
    goes_back = sighting.goes_back and member is sighting.value and not _not_checked(member)
    return LeftAlone(member.path, _unknown(member), member.line, goes_back)


def _unknown(member: Member) -> str:
    """Why a function is left alone whose name is that of no part that is checked."""
    what = _not_checked(member)
    return f"{what}: {CHECKED}" if what else "neither its name nor its signature says what it is"


def _not_checked(member: Member) -> str:
    """What of Keras it is called like, if that is nothing that is checked."""
    return next((what for what, names in NOT_CHECKED.items() if names.fullmatch(member.name.strip("_"))), "")


def _is_named(sighting: Sighting) -> bool:
    """Whether its name says what it is. A cosine similarity is a loss, the negative one, only where there is a gradient."""
    if not sighting.references or CONVERTS.match(sighting.name.rpartition(".")[2]):
        return False
    name = understand(sighting.name.rpartition(".")[2])
    return sighting.references[0] != ("loss", "CosineSimilarity") or sighting.derivative is not None or name.loss


def _group(group: Sequence[tuple[Member, Name]]) -> Iterator[Sighting]:
    values = [(m, n) for m, n in group if n.role in ("", "forward", "update")]
    backs = [(m, n) for m, n in group if n.role in ("backward", "derivative")]
    partners = _partners(values, backs)
    for value, name in values:
        yield Sighting(value.path, name.references, value, partners.get(value.path), named=bool(name.references))
    first = next((value for value, _ in values), None)
    taken = {back.path for back in partners.values()}
    for back, name in backs:
        if back.path not in taken:
            yield Sighting(back.path, name.references, first, back, named=bool(name.references))


def _partners(values: Sequence[tuple[Member, Name]], backs: Sequence[tuple[Member, Name]]) -> dict[str, Member]:
    """By value: `relu_backward` for `relu_forward` and `relu_prime` for `relu`; then what is left for who has none."""
    found: dict[str, Member] = {}
    for exactly in (True, False):
        for value, name in values:
            wanted = "backward" if name.role == "forward" else "derivative"
            free = [(back, other) for back, other in backs if back not in found.values() and (other.role == wanted or not exactly)]
            if free and value.path not in found:
                found[value.path] = free[0][0]
    return found


def _worth_a_try(sighting: Sighting) -> bool:
    """A function of one or two arrays that nobody would call `load` or `plot`."""
    member = sighting.value
    if member is None or NOT_PARTS.match(member.name.lower().lstrip("_")) or member.kind != "function" or _not_checked(member):
        return False
    return 1 <= len(required(member)) <= 2


def _class(member: Member) -> Sighting | LeftAlone:
    name = understand(member.name)
    references = name.references or _optimizers(member)
    if _is_tape(member):
        return Sighting(member.path, (TAPE,), member)
    if member.abstract:
        return LeftAlone(member.path, f"abstract: {', '.join(member.abstract)}")
    programs = sorted(PROGRAMS & {m.name for m in member.methods})
    if programs and (not references or references[0][0] == "loss"):  # a class `SVM` that can be trained is no hinge loss
        return LeftAlone(member.path, f"a whole program ({programs[0]}): {TRAINS}:{member.name}")
    if OTHER_OPTIMIZERS.fullmatch(member.name):
        return LeftAlone(member.path, "an optimizer that Keras does not have")
    offered = _offered(member)
    if not offered:
        return LeftAlone(member.path, "no methods of a layer, loss or optimizer")
    fitting = tuple(reference for reference in references if reference[0] in offered)
    if fitting and name.phrase in PENALTIES and fitting[0][0] == "loss" and not _takes_two(member):
        return LeftAlone(member.path, "a penalty on weights")
    if fitting:
        return Sighting(member.path, fitting, member)
    if references:
        return LeftAlone(member.path, f"called like {references[0][1]}, but has no methods of {_article(references[0][0])}")
    if _is_base(member):
        return LeftAlone(member.path, "a base class")
    if hinted := _hinted(member, offered):
        return Sighting(member.path, hinted, member, hinted=True)
    unnamed = Sighting(member.path, (), member, named=False)
    return unnamed if "layer" in offered else unnamed.left_alone("its name says nothing that is known")


def _is_base(member: Member) -> bool:
    return member.name.startswith("_") or "abstract" in member.source[:400].lower() or "raise NotImplementedError" in member.source


def _hinted(member: Member, offered: set[str]) -> tuple[Reference, ...]:
    """What a class with the methods of a part may be by the known ones among the words of its name."""
    if not goes_both_ways(member) and not _updates(member):
        return ()
    return tuple(reference for reference in named_among(member.name) if reference[0] in offered)


def _updates(member: Member) -> bool:
    """Whether it updates variables by gradients, and nothing else."""
    update = pick(member, UPDATE)
    return update is not None and len(required(update)) >= UPDATED and pick(member, FORWARD, excluding=update) is None


def _optimizers(member: Member) -> tuple[Reference, ...]:
    """What updates variables by gradients is an optimizer, whatever other words are in its name, such as `MomentumEMA`."""
    known = understand(known_words(member.name)).references if _updates(member) else ()
    return tuple(reference for reference in known if reference[0] == "optimizer")


def _takes_two(member: Member) -> bool:
    value = pick(member, LOSS_VALUE)
    return value is None or len(required(value)) > 1


def _is_tape(member: Member) -> bool:
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
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def renamed(sighting: Sighting, references: tuple[Reference, ...], words: frozenset[str]) -> Sighting:
    """What the user says it is."""
    return replace(sighting, references=references, named=True, words=words)
