"""The program's own update, if it has one apart from its gradients, and the rule that it follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from comparisons.subjects.programs.arrays import arrays_of, gradients_among
from comparisons.subjects.programs.factor import Factor
from comparisons.subjects.programs.program import Batch, labelled
from comparisons.subjects.programs.reference_step import ReferenceStep
from comparisons.subjects.programs.rules import Rule, Updates, anew, rule_of
from comparisons.subjects.programs.running import Pick, Wanted, run, update
from comparisons.subjects.programs.script import UnboundError
from comparisons.subjects.programs.understanding import Understanding, Update
from comparisons.subjects.worker import CandidateError, Member

UPDATES = 6
LASTING = re.compile(r"moment|veloc|beta_?[12]|\bself\._?[vm]\b|\b[vs]_?d?[wb]\d?\b", re.IGNORECASE)
OTHERS = re.compile(r"adam_?w|n_?adam|ada_?max|ada_?delta|lion|ams_?grad|r_?adam|lamb|yogi|clip|decay|penalty|lambd|l2|reg", re.IGNORECASE)
"""Of updates that may well be right though no rule here reproduces them."""
RATE = 2.0**-10


def own_update(found: Understanding, reference: ReferenceStep, batch: Batch) -> Understanding:
    """With the update it has beside its gradients; or with a note why that is left out."""
    if found.gradients is None:
        return found
    for member in found.program.function("update"):
        found.program.renew()  # the tracks give gradients to objects that have seen none
        try:
            after = _after(found, member, reference, batch)
            updates = _updates(found, member, after, reference, batch)
        except (UnboundError, CandidateError):
            continue
        rule = rule_of(updates) or _of_most(updates) or anew(updates)
        if rule is None and OTHERS.search(member.name + member.source):
            return replace(found, notes=(*found.notes, f"{member.name} was not judged: no rule here has what its source speaks of"))
        if rule is None:
            return replace(found, unknown_update=f"{member.name} follows no update rule that is known")
        return replace(found, update=Update(member, after), rule=rule)
    return found


def _of_most(updates: Updates) -> Rule | None:
    """Gradient descent if any weight follows that, but for the sign: then the tracks show which do not."""
    alone = (updates.of(number) for number in range(len(updates.weights[0])))
    found = (rule_of(one, simple=True) or rule_of(one.upwards(), simple=True) for one in alone)
    return next((rule for rule in found if rule is not None and rule.plain), None)


def step_rule(found: Understanding, reference: ReferenceStep) -> Understanding:
    """With the rule by which whole steps update, found from some steps in a row."""
    if found.gradients is not None or found.fixed_rate:
        return found
    steps = {factor: _steps(found, reference, factor) for factor in (found.rate, Factor())}
    searches: tuple[Callable[[Updates], Rule | None], ...] = (partial(rule_of, simple=True), rule_of, anew)
    for search, factor in product(searches, reversed(steps)):
        rule = search(steps[factor])
        if rule is not None:
            return replace(found, rule=rule, rate=_with_average(factor, rule))
    return found


def _with_average(factor: Factor, rule: Rule) -> Factor:
    """An average for a sum of velocities is as good as a smaller learning rate."""
    if rule.code != "momentum-ema":
        return factor
    return Factor(1 - float(rule.optimizer[1]["momentum"]), 0, "1 - momentum")


def _steps(found: Understanding, reference: ReferenceStep, factor: Factor) -> Updates:
    found.program.renew()
    weights: list[Sequence[np.ndarray]] = [reference.weights]
    gradients = []
    for number in range(UPDATES):
        batch = reference.batch(reference.sizes[number % 2], RATE)._replace(weights=weights[-1])
        gradients.append([factor.at(len(batch.x)) * g for g in reference.gradients(batch)])
        new = run(found.program, found.layout, batch, [Wanted(found.recipe, ())], found.after).weights
        weights.append(found.layout.weights_in([np.asarray(a, "float64") for a in new], reference.shapes))
    found.program.renew()
    return Updates(gradients, weights, RATE)


def forgets(found: Understanding) -> bool:
    """Whether the source of its update speaks of something that lasts, and that is not switched off."""
    members = [found.update.member] if found.update is not None else found.recipe.calls if found.whole_steps else ()
    if not any(LASTING.search(member.source) for member in members):
        return False
    program = found.program
    numbers = {parameter.name: parameter.default for member in members for parameter in member.parameters}
    numbers |= (
        {} if program.home is None else {one.name: one.value for one in arrays_of(program.worker, program.home) if not np.ndim(one.value)}
    )
    return not any(LASTING.search(name) and value in (0, None, False) for name, value in numbers.items())


def _after(found: Understanding, member: Member, reference: ReferenceStep, batch: Batch) -> tuple[Pick, ...] | None:
    """Where the new weights are: in what the update returns, unless they are where they were put."""
    if _changed(found, batch, _updated(found, member, batch, reference.gradients(batch), None)):
        return None
    (returned,) = _updated(found, member, batch, reference.gradients(batch), (Pick(0, ()),))
    program = found.program
    arrays = gradients_among(labelled(returned, member), program.names, [w.shape for w in found.layout.weights_out(batch.weights)])
    if arrays is None:
        raise UnboundError("what it returns")
    return tuple(Pick(0, one.path) for one in arrays)


def _changed(found: Understanding, batch: Batch, weights: Sequence[Any]) -> bool:
    return any(not np.array_equal(np.ravel(a), np.ravel(b)) for a, b in zip(weights, found.layout.weights_out(batch.weights)))


def _updates(found: Understanding, member: Member, after: tuple[Pick, ...] | None, reference: ReferenceStep, batch: Batch) -> Updates:
    """Some updates in a row, by gradients of many sizes: where epsilon is shows in the small ones."""
    found.program.renew()
    generator = np.random.default_rng(0)
    weights, gradients = [list(batch.weights)], []
    for _ in range(UPDATES):
        gradients.append([_gradient(generator, shape) for shape in reference.shapes])
        new = _updated(found, member, batch._replace(weights=weights[-1]), gradients[-1], after)
        weights.append(found.layout.weights_in([np.asarray(a, "float64") for a in new], reference.shapes))
    found.program.renew()
    return Updates(gradients, weights, batch.rate)


def _gradient(generator: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return generator.standard_normal(shape) * 10.0 ** generator.uniform(-7, 0, shape)


def _updated(
    found: Understanding, member: Member, batch: Batch, gradients: Sequence[np.ndarray], after: Sequence[Pick] | None
) -> list[Any]:
    assert found.gradients is not None
    return update(
        found.program, found.layout, member, found.gradients,
        weights=batch.weights, gradients=gradients, rate=batch.rate, after=after,
    )  # fmt: skip
