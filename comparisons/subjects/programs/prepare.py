"""From `--candidate FILE:NAME` to what the tracks train."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from threadpoolctl import threadpool_limits

from comparisons.errors import InputError
from comparisons.subjects.programs.functions import Functions
from comparisons.subjects.programs.networks import Network
from comparisons.subjects.programs.probing import summary, understood
from comparisons.subjects.programs.program import Program
from comparisons.subjects.programs.reference_step import ReferenceStep
from comparisons.subjects.programs.side import ProgramSide
from comparisons.subjects.programs.target import OPTION, parsed_target
from comparisons.subjects.programs.understanding import Understanding
from comparisons.subjects.source import Source
from comparisons.subjects.worker import CandidateError, Limits, Member, Worker
from comparisons.training.candidate import Candidate
from comparisons.training.optimizer_names import OPTIMIZERS
from comparisons.training.plan import float32_exact
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.settings import Settings
from reference import ON_CORRECTED_ROOT


class Prepared(NamedTuple):
    """Settings that suit the program, a maker of fresh candidates, and what the result says about it: None for scratch itself."""

    settings: Settings
    make: Callable[[], Candidate] | None
    described: dict[str, Any] | None


@contextlib.contextmanager
def candidate_for(target: str | None, settings: Settings, isolation: str) -> Iterator[Prepared]:
    """What `--candidate` names, or scratch if it names nothing."""
    if target is None:
        yield Prepared(settings, None, None)
        return
    with prepared_candidate(target, settings, isolation=isolation) as prepared:
        yield prepared


@contextlib.contextmanager
def prepared_candidate(target: str, settings: Settings, *, isolation: str = "auto", limits: Limits | None = None) -> Iterator[Prepared]:
    """Understand a program; its workers end with the context.

    Args:
        target: `FILE:NAME`.
        settings: what was asked for.
        isolation: of its workers.
        limits: of each of them.

    Raises:
        InputError: it cannot be found, executed or understood.
    """
    source, name = parsed_target(target)
    with contextlib.ExitStack() as stack:
        worker = stack.enter_context(Worker(source, limits=limits, isolation=isolation))
        reference = ReferenceStep(settings.plan)
        try:
            with threadpool_limits(limits=1, user_api="blas"):  # for matrix products that are too small to be shared out
                found = understood(_program(worker, name, reference), reference)
        except CandidateError as problem:
            raise InputError(f"{OPTION}: expected {target} to run, got {problem.kind}: {problem}; correct it.") from None
        settings, rate = _suited(settings, found)

        def make() -> Candidate:
            fresh = stack.enter_context(Worker(source, limits=limits, isolation=isolation))
            return _side(found, fresh, name, reference, settings, rate)

        yield Prepared(settings, make, {"name": target, **summary(found), **_worker(worker, source)})


def _program(worker: Worker, name: str, reference: ReferenceStep) -> Program:
    member = _member(worker, name)
    size: dict[str, Any] = {"widths": reference.widths, "shapes": reference.shapes, "dtype": "float64"}
    if member.kind == "function" and any(not parameter.has_default for parameter in member.parameters):
        return Functions(worker, member, **size)
    return Network(worker, member, **size)


def _member(worker: Worker, name: str) -> Member:
    members = {member.path: member for member in worker.inventory()}
    if name not in members:
        has = ", ".join(list(members)[:12]) or "it has none"
        raise InputError(f"{OPTION}: expected a name in {os.path.basename(worker.source.name)} ({has}), got {name!r}; choose one of them.")
    return members[name]


def _suited(settings: Settings, found: Understanding) -> tuple[Settings, float | None]:
    """Settings with the optimizer that the program is, and Keras's learning rate if the program uses one.

    A program with an update of its own is compared with plain gradient descent, unless another optimizer was asked for and it
    shows its gradients: then those drive the optimizer.
    """
    if found.remembers:
        return _with_its_rule(settings, found)
    if found.update is None and not found.whole_steps:
        return settings, None
    kind, constants = settings.plan.optimizer
    plain = kind == "SGD" and not constants.get("momentum")
    if settings.optimizer is not None and not plain:
        if found.whole_steps:
            raise InputError(
                f"--optimizer: expected sgd (all that can be seen of {found.recipe.text} is whole steps of gradient descent), "
                f"got {settings.optimizer!r}; leave it out."
            )
        return settings, None
    if not plain:
        settings = replace(settings, plan=replace(settings.plan, optimizer=OPTIMIZERS["sgd"]))
    if found.fixed_rate:
        settings = _with_its_rate(settings, found)
    rate = float32_exact(settings.plan.optimizer[1])["learning_rate"]
    return settings, float(rate)


def _with_its_rule(settings: Settings, found: Understanding) -> tuple[Settings, float | None]:
    """Keras gets the optimizer that the program has, with the learning rate of its kind; whole steps need one that Keras can be."""
    assert found.rule is not None
    (kind, constants), rule = found.rule.optimizer, found.rule
    told = rule.kind == "C" and rule.epsilon is None and rule.code != "momentum-ema"
    if found.whole_steps and told:
        raise InputError(
            f"{OPTION}: expected an update rule that Keras can be set to (all that can be seen of {found.recipe.text} is whole steps), "
            f"got {rule.text} where {rule.says} ({rule.code}); {rule.fix or 'show the gradients'}."
        )
    if settings.optimizer is not None and found.update is not None:
        return settings, None
    usual = dict(next(named for named in OPTIMIZERS.values() if named[0] == kind)[1])
    made = {**usual, **constants, "learning_rate": usual["learning_rate"]}
    if found.whole_steps and rule.epsilon is not None:
        made |= {"epsilon": rule.epsilon, ON_CORRECTED_ROOT: True}
    settings = replace(settings, plan=replace(settings.plan, optimizer=(kind, made)))
    return settings, float(float32_exact(made)["learning_rate"]) if found.whole_steps else None


def _with_its_rate(settings: Settings, found: Understanding) -> Settings:
    exact = float32_exact({"rate": found.rate.constant})["rate"]
    if found.rate.power or (settings.dtype == "float64" and exact != found.rate.constant):
        why = "and depends on the batch" if found.rate.power else "and is no float32, as Keras's are"
        raise InputError(
            f"{OPTION}: expected a learning rate that can be set, got one that is built in ({found.rate.text}) {why}; make it an argument."
        )
    return replace(settings, plan=replace(settings.plan, optimizer=("SGD", {"learning_rate": found.rate.constant})))


def _side(found: Understanding, worker: Worker, name: str, reference: ReferenceStep, settings: Settings, rate: float | None) -> ProgramSide:
    """The program again, in a process of its own, so that no track sees another's state."""
    program = _program(worker, name, reference)
    program.dtype = settings.dtype
    return ProgramSide(replace(found, program=program), ScratchSide(settings.plan, settings.dtype), rate)


def _worker(worker: Worker, source: Source) -> dict[str, Any]:
    return {"isolation": worker.isolation, "shims": worker.shims, "left_out": list(source.left_out)}
