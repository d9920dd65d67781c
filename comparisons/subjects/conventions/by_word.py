"""Parts that are chosen by a word are called by it: `activate(kind='tanh')` is `activate(x, kind="tanh")`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from comparisons.subjects.inventory.choices import Chosen
from comparisons.subjects.worker import Call, Step


def by_word(program: Sequence[Step], called: Mapping[str, Chosen]) -> list[Step]:
    """The same program, with the words handed in."""
    return [_told(step, called) if isinstance(step, Call) else step for step in program]


def _told(step: Call, called: Mapping[str, Chosen]) -> Step:
    """In its place among the arguments, or by its name behind them."""
    chosen = called.get(step.target) if isinstance(step.target, str) else None
    if chosen is None:
        return step
    if chosen.position < len(step.args):
        args = [*step.args[: chosen.position], chosen.word, *step.args[chosen.position :]]
        return replace(step, target=chosen.path, args=args)
    return replace(step, target=chosen.path, kwargs={**step.kwargs, chosen.argument: chosen.word})
