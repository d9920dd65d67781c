"""Finds out how a program is used: what it calls with what, how it lays things out, and by what factor its steps differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from comparisons.errors import InputError
from comparisons.subjects.programs.factor import Factor, solved
from comparisons.subjects.programs.layout import TARGET_FORMS, Layout, layouts
from comparisons.subjects.programs.program import Batch, Program, Recipe
from comparisons.subjects.programs.reference_step import ReferenceStep
from comparisons.subjects.programs.rules import FORGETS
from comparisons.subjects.programs.script import UnboundError
from comparisons.subjects.programs.target import OPTION
from comparisons.subjects.programs.trial import Trial, tried
from comparisons.subjects.programs.understanding import Understanding
from comparisons.subjects.programs.updates import forgets, own_update, step_rule
from comparisons.subjects.programs.values import loss_of, outputs_of
from comparisons.subjects.worker import CandidateError

FATAL = ("timeout", "died", "memory", "framework")  # trying more ways will not help


def understood(program: Program, reference: ReferenceStep) -> Understanding:
    """How to use a program.

    Args:
        program: it, given float64.
        reference: what a step should find.

    Raises:
        InputError: nothing in it can be called.
        CandidateError: it hangs, dies, or uses a framework.
    """
    first, second = (reference.batch(samples, rate) for samples, rate in zip(reference.sizes, (2.0**-10, 2.0**-9), strict=True))
    best = _best(program, first, reference)
    ratios = {len(first.x): best.ratio or 1.0}
    program.renew()
    again = tried(program, best.recipe, best.layout, second, reference.gradients(second))
    ratios[len(second.x)] = (again and again.ratio) or 1.0
    found = Understanding(program, best.layout, best.recipe, best.gradients, best.after)
    found = _with_rate(found, ratios, {len(first.x): first.rate, len(second.x): second.rate}, reference.classes)
    found = step_rule(own_update(found, reference, first), reference)
    return outputs_of(loss_of(found, reference, (first, second)), reference, first)


def _best(program: Program, batch: Batch, reference: ReferenceStep) -> Trial:
    """The way in which most tensors agree with the reference; of equally good ones the first."""
    best: Trial | None = None
    gradients = reference.gradients(batch)
    problems = []
    for recipe, layout in _ways(program, reference):
        program.renew()  # what it remembers of earlier trials is not to be seen in this one
        try:
            trial = tried(program, recipe, layout, batch, gradients)
        except UnboundError as unbound:
            problems.append(f"{recipe.text} with a parameter nobody can guess: {unbound}")
            continue
        except CandidateError as failed:
            if failed.kind in FATAL:
                raise
            problems.append(f"{recipe.text}: {failed}")
            continue
        if trial is not None and (best is None or trial.alike > best.alike):
            best = trial
        if best is not None and best.alike == len(reference.shapes):
            return best
    if best is None:
        problem = (problems or ["nothing that takes samples and targets and gives gradients or takes a step"])[0]  # of the most usual way
        raise InputError(
            f"{OPTION}: expected a network object or training step (docs/whole-programs.md), got {problem}; name another part."
        )
    return best


def _ways(program: Program, reference: ReferenceStep) -> Iterator[tuple[Recipe, Layout]]:
    for recipe in program.recipes():
        for layout in layouts(reference.shapes, program.stored, classes=reference.classes, forms=_forms(recipe)):
            yield recipe, layout


def _forms(recipe: Recipe) -> Sequence[str]:
    """Pairs only where something takes pairs."""
    takes_pairs = any("batch" in parameter.name.lower() for call in recipe.calls for parameter in call.parameters)
    return TARGET_FORMS if takes_pairs else TARGET_FORMS[:-1]


def _with_rate(found: Understanding, ratios: dict[int, float], rates: dict[int, float], classes: int) -> Understanding:
    """The factor between its gradient or step and the reference's, if it is a constant one."""
    factor = solved(ratios, classes)
    if factor is not None or not found.whole_steps:
        return replace(found, rate=factor or Factor())
    fixed = solved({samples: ratio * rates[samples] for samples, ratio in ratios.items()}, classes, any_constant=True)
    return found if fixed is None else replace(found, rate=fixed, fixed_rate=True)


def summary(found: Understanding) -> dict[str, Any]:
    """What a result says about it."""
    return {
        "style": found.program.style,
        "calls": found.recipe.text,
        "offers": "whole steps"
        if found.whole_steps
        else "gradients" + (f" and an update ({found.update.member.name})" if found.update else ""),
        **found.layout.in_words(),
        "weight_names": found.program.names,
        "learning_rate_factor": "1" if found.fixed_rate else found.rate.text,
        "loss": "its own" if found.loss else "of the reference at its weights",
        "loss_factor": found.loss_factor.text,
        "update": _update(found),
        "notes": _notes(found),
    }


def _update(found: Understanding) -> dict[str, str] | None:
    """The rule that its update follows, and how that differs from any of Keras's."""
    who = found.update.member.name if found.update else found.recipe.text
    if found.unknown_update:
        return {"rule": "", "code": "unknown-update", "kind": "?", "says": found.unknown_update, "fix": ""}
    if found.rule is None:
        return None
    if found.rule.plain and forgets(found):
        says = f"{who} speaks of a velocity or average, but is plain gradient descent: each update begins anew"
        return {"rule": found.rule.text, "code": "update-forgets", "kind": "D", "says": says, "fix": FORGETS}
    says = f"{who}: {found.rule.says}" if found.rule.code else ""
    return {"rule": found.rule.text, "code": found.rule.code, "kind": found.rule.kind, "says": says, "fix": found.rule.fix}


def _notes(found: Understanding) -> list[str]:
    notes = list(found.notes)
    if found.fixed_rate:
        notes.append(f"its learning rate, {found.rate.text}, is built in: Keras was given the same")
    if found.update is None and not found.whole_steps:
        notes.append(f"{found.unknown_update or 'it has no update of its own'}: its gradients drive scratch's optimizer")
    if found.update is not None and found.rule is not None and found.remembers:
        told = f"{found.update.member.name} is {found.rule.text}, compared by itself on some updates"
        notes.append(f"{told}: in training its gradients drive scratch's optimizer")
    if found.loss is None:
        notes.append("it has no loss of its own: what is compared is scratch's loss at its weights")
    return notes
