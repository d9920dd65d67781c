"""Ways in which a loss can be written: a function, with or without its gradient, or an object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from comparisons.subjects.conventions.calls import Function, Pullback
from comparisons.subjects.conventions.loss import Loss
from comparisons.subjects.conventions.loss_results import INTO_SIGMOID, MODES, SAMPLES, SCALAR
from comparisons.subjects.conventions.signatures import Signature, function_of, object_for, signature_of
from comparisons.subjects.inventory.methods import LOSS_GRADIENT, LOSS_VALUE, pick
from comparisons.subjects.inventory.parameters import means, plain
from comparisons.subjects.inventory.pullbacks import HANDED, place_of_pullback
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.returned_lines import returns_formula
from comparisons.subjects.worker import Member

WITH_LOGITS = ("BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy")
OF_LOGS = ("CategoricalCrossentropy", "SparseCategoricalCrossentropy")
LIKELIHOOD = re.compile(r"nll|likelihood|log_?p|log_?softmax", re.IGNORECASE)
LABELS = dict.fromkeys(("Hinge", "SquaredHinge"), ((-1.0, 1.0), (0.0, 1.0)))
HARD_LABELS = re.compile(r"\bwhere\(|==\s*[01]\b|>\s*0?\.5|>\s*0\b")
"""In a binary loss: one or the other, by the label, so that nothing but 0 and 1 is meant."""
ELEMENTWISE = ("MeanSquaredError", "MeanAbsoluteError")
OF_ANY_NUMBER = (*ELEMENTWISE, "Huber")  # whose prediction may be a sigmoid's output or anything else
FLATTENS = re.compile(r"ravel|flatten|reshape|squeeze")  # where that meets a column, only one output a sample raises nothing
COLUMNS = re.compile(r"shape\[1\]|shape\[-1\]|\.T\b|squeeze\((?!\s*[A-Za-z_]\w*\s*\))|squeeze\(\s*(?:cost|loss|[JjLl])\s*\)")
FIRST_AXIS = re.compile(r"axis\s*=\s*0")  # says nothing where samples are rows
FUSED = re.compile(r"\bexp\(|softmax|sigmoid|logit", re.IGNORECASE)  # then it takes logits, likely
RETURNS_GRADIENT = re.compile(r"return\s*\(?[^,\n]+,\s*\(?[^,\n]*(grad|\bd[A-Za-z_]*|delta)")
STORED = ("dinputs", "dinput", "grad", "gradient", "dx", "grad_input", "d_input", "dvalues", "input_gradient")
VARIATIONAL = ("mu", "log_var", "logvar", "z_mean", "z_log_var", "log_sigma")
"""Arguments of the other thing that is called a KL divergence: of a normal distribution from the standard one."""
Roles = tuple[str, ...]


def readings(sighting: Sighting, part: str, *, columns: bool) -> Iterator[Loss]:
    """The likeliest first.

    Args:
        sighting: what may be a loss.
        part: which.
        columns: samples may be columns in this file.
    """
    if any(plain(p.name) in VARIATIONAL for member in sighting.members for m in (member, *member.methods) for p in m.parameters):
        return
    if sighting.is_class and sighting.value:
        bare = list(_of_class(sighting.value, part))
    else:
        bare = [replace(way, maker=object_for(sighting.members)) for way in _of_functions(sighting, part)]
    fused = any(FUSED.search(member.source) for member in sighting.members)
    for way in bare:
        if part in OF_LOGS and _takes_logs(sighting):
            yield from _varied(replace(way, logits=True, of_logs=True), sighting, columns)
        for logits in (fused, not fused) if part in WITH_LOGITS else (False,):
            for at in (False, True) if way.slope is not None and part in WITH_LOGITS and not logits else (False,):
                for balanced, labels in product((False, True) if part == "BinaryFocalCrossentropy" else (False,), _labels(sighting, part)):
                    told = replace(way, logits=logits, of_logits=at, balanced=balanced, single=part == "BinaryCrossentropy")
                    yield from _varied(replace(told, labels=labels), sighting, columns)
                    if part in ELEMENTWISE and any(FLATTENS.search(member.source) for member in sighting.members):
                        yield from _varied(replace(told, single=True), sighting, columns)
                        yield from _varied(replace(told, single=True, vector=True), sighting, columns)


def _takes_logs(sighting: Sighting) -> bool:
    """Whether it may take logarithms of probabilities: it is called after their likelihood, and takes no logarithm itself."""
    said = [sighting.name, *(name for member in sighting.members for name in required(member))]
    return any(LIKELIHOOD.search(name) for name in said) and not any("log(" in member.source for member in sighting.members)


def _labels(sighting: Sighting, part: str) -> Sequence[tuple[float, ...]]:
    """The two labels that it may take; empty for whatever lies between."""
    hard = part.startswith("Binary") and any(HARD_LABELS.search(member.source) for member in sighting.members)
    return ((), (0.0, 1.0)) if hard else LABELS.get(part, ((),))


def _varied(way: Loss, sighting: Sighting, columns: bool) -> Iterator[Loss]:
    """Values for the batch or for samples; rows or columns; arrays or one sample at a time."""
    said = any(COLUMNS.search(member.source) or (columns and FIRST_AXIS.search(member.source)) for member in sighting.members)
    for mode in MODES if way.value is not None else (SCALAR, SAMPLES):
        for turned in (False, True) if said else (False,):
            yield replace(way, mode=mode, columns=turned)
    yield replace(way, mode=SAMPLES, per="row")


def _of_functions(sighting: Sighting, part: str) -> Iterator[Loss]:
    member, back = sighting.value, sighting.derivative
    signature = Signature((), {}, {}) if member is None else signature_of(member, part)
    ordered = list(orders(signature.arrays)) if member is not None else [()]
    for roles in ordered:
        value = None if member is None else function_of(member, signature, roles)
        passed = signature.passed
        if back is not None:
            yield from _with_gradient(member, value, back, part, signature, roles)
        if value is not None and (switch := signature.switch):
            off, on = (replace(value, constants={switch.argument: asked}) for asked in (switch.off, switch.on))
            yield Loss(off, on, passed=passed, flagged=True)
        if value is not None and member is not None:
            alone = Loss(value, leaves_out=back is not None or bool(signature.switch), passed=passed)
            if RETURNS_GRADIENT.search(member.source) or returns_formula(member.source):
                yield replace(alone, value=replace(value, pick=(0,)), slope=replace(value, pick=(1,)))
            yield alone
            yield replace(alone, value=replace(value, pick=(0,)), leaves_out=True)


def _with_gradient(
    member: Member | None, value: Function | None, back: Member, part: str, signature: Signature, roles: Roles
) -> Iterator[Loss]:  # fmt: skip
    given = signature_of(back, part)
    if value is not None and member is not None and back.kind == HANDED:
        taken: Roles = ("upstream",) * len(given.arrays)
        place = place_of_pullback(member)
        yield Loss(replace(value, pick=(0,)), Pullback(back.path, taken, place=place), cache=place, passed=signature.passed)
        return
    passed = signature.passed or given.passed
    for order in orders(given.arrays, like=roles):
        yield Loss(value, function_of(back, given, order), passed=passed)
    if value is not None and any(means(name, "cache") for name in given.arrays):
        backs: Roles = tuple("cache" if means(name, "cache") else "upstream" for name in given.arrays)
        yield Loss(replace(value, pick=(0,)), function_of(back, given, backs), cache=1, passed=passed)


def orders(names: Sequence[str], *, like: Roles = ()) -> Iterator[Roles]:
    """Which of two arguments is the target; both orders where their names do not tell. Predictions first unless something else is known."""
    if len(names) != 2:
        return
    first, second = names
    pred_first = _is_prediction(first, second)
    true_first = _is_prediction(second, first)
    if pred_first != true_first:
        yield ("y_pred", "y_true") if pred_first else ("y_true", "y_pred")
        return
    first_true, second_true = (means(name, "y_true") and not means(name, "y_pred") for name in names)
    if first_true != second_true:  # the other one, `dvalues` or `arr`, may be called whatever it likes
        yield ("y_true", "y_pred") if first_true else ("y_pred", "y_true")
        return
    usual: Roles = like if len(like) == 2 else ("y_pred", "y_true")
    yield usual
    yield usual[::-1]


def _is_prediction(name: str, other: str) -> bool:
    """Whether `name` is the prediction and `other` the target: `y` beside `y_pred` is the target, beside `t` it is not."""
    if plain(name) in ("y", "a", "x", "o") and plain(other) in ("t", "d", "target", "targets", "label", "labels", "y_true"):
        return True
    if plain(name) in ("t", "target", "targets", "label", "labels", "y_true"):
        return False
    return means(name, "y_pred") and not means(name, "y_true") and means(other, "y_true")


def _of_class(member: Member, part: str) -> Iterator[Loss]:
    made = signature_of(member, part)
    if made.arrays:
        return
    maker = None if _is_static(member) else Function(member.path, (), made.keywords)
    value = pick(member, LOSS_VALUE)
    back = pick(member, LOSS_GRADIENT, excluding=value)
    for value_roles in orders(required(value)) if value is not None else [()]:
        first = None if value is None else Function(_call_name(value, maker), value_roles)
        for back_roles in _back_orders(back, value_roles, part) if back is not None else []:
            way = Loss(first, Function(_call_name(back, maker), back_roles), maker, passed=made.passed)  # type: ignore[arg-type]  # there is one
            yield way
            if maker is not None:
                yield from (replace(way, stored=(name,)) for name in STORED if f"self.{name}" in member.source)
        if first is not None:
            yield Loss(first, None, maker, leaves_out=back is not None, passed=made.passed)


def _is_static(member: Member) -> bool:
    own = [m for m in member.methods if not m.name.startswith("__")]
    return bool(own) and all(m.kind == "static" for m in own) and not any(m.name == "__init__" for m in member.methods)


def _call_name(method: Member, maker: Function | None) -> str:
    return method.path if maker is None else method.name


def _back_orders(back: Member, value_roles: Roles, part: str) -> Iterator[Roles]:
    """Arguments of an object's gradient: none at all, the target alone, both, or an upstream gradient and the target."""
    names = required(back)
    if not names:
        yield ()
    elif len(names) == 1:
        yield ("y_true",) if means(names[0], "y_true") else ("upstream",)
        yield ("upstream",) if means(names[0], "y_true") else ("y_true",)
    elif len(names) == 2:
        yield from orders(names, like=value_roles)
        if not means(names[0], "y_true"):
            yield ("stored output", "y_true")
    elif len(names) == 3 and means(names[2], "y_true"):
        yield ("y_pred", "y_pred", "y_true")
        if part in OF_ANY_NUMBER and "sigmoid" in back.source:
            yield (INTO_SIGMOID, "y_pred", "y_true")
