"""What all programs have in common: weights go in, calls are made, something comes out."""

from __future__ import annotations

import abc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from comparisons.subjects.programs.arrays import Found, flattened
from comparisons.subjects.programs.layout import Layout
from comparisons.subjects.programs.returned import returned_names
from comparisons.subjects.programs.script import Script
from comparisons.subjects.worker import Keep, Member, Ref, Worker
from comparisons.subjects.worker.steps import Owner

COUNTS = ("t", "time_step", "timestep", "n_iter", "iteration", "it", "step_count")


HANDED_ON = "handed on:"


@dataclass(frozen=True)
class Recipe:
    """Calls that make up a training step or a part of one, in order."""

    calls: tuple[Member, ...]

    @property
    def text(self) -> str:
        """As one reads it: `forward, backward`."""
        return ", ".join(call.name for call in self.calls)


class Batch(NamedTuple):
    """What a program is fed: Keras's weights, samples, targets, and the learning rate."""

    weights: Sequence[np.ndarray]
    x: np.ndarray
    y: np.ndarray
    rate: float


class Place(NamedTuple):
    """Where a value will be after a script ran."""

    owner: Owner
    path: tuple[Any, ...]


class Program(abc.ABC):
    """A network by somebody else.

    Attributes:
        worker: where it lives.
        names: of its weights, in Keras's order.
        stored: shapes of its weights, if they are known before anything was tried.
        times: updates since the last `renew`.
        handed_on: what an update takes from the one before it, such as velocities.
        style: what kind of program it is, in words.
        dtype: of the weights it is given.
    """

    worker: Worker
    names: list[str]
    stored: list[tuple[int, ...]] | None
    style: str
    dtype: str

    @abc.abstractmethod
    def recipes(self) -> list[Recipe]:
        """Everything that may be a gradient or a step, the most promising first."""

    @abc.abstractmethod
    def function(self, role: str) -> list[Member]:
        """Its functions or methods of a kind, see `words.FUNCTIONS`."""

    @abc.abstractmethod
    def begin(self, script: Script, weights: Sequence[np.ndarray], rate: float) -> list[Place]:
        """Append what puts these weights in; returns where they can be read afterwards."""

    @abc.abstractmethod
    def target(self, member: Member) -> Any:
        """How a `Call` names one of its functions or methods."""

    @abc.abstractmethod
    def lying_about(self) -> list[Found]:
        """Arrays that a call may have left behind, with paths from `home`."""

    @abc.abstractmethod
    def renew(self) -> None:
        """Begin again with an object that nothing has happened to."""

    home: Owner | None = None
    times = 0
    handed_on: tuple[str, ...] = ()

    def before_update(self, script: Script, member: Member) -> None:
        """Give an update what it needs besides weights and gradients: the number of the update, from 1."""
        self.times += 1
        script.names.update(dict.fromkeys(COUNTS, self.times))

    def after_update(self, script: Script) -> None:
        """Keep what it hands on to the next one."""
        for name in self.handed_on:
            script.add(Keep(f"{HANDED_ON} {name}", script.fetched(name)))

    def started(self, layout: Layout, batch: Batch) -> tuple[Script, list[Place]]:
        """A script that has put weights in, and knows samples and targets."""
        y = layout.y_out(batch.y)
        y = y.astype(self.dtype) if y.dtype.kind == "f" else y
        script = Script(roles={"x": layout.x_out(batch.x), "y": y, "rate": batch.rate, "once": 1, "count": len(batch.x)})
        if layout.targets == "list of pairs":
            script.roles["pairs"] = layout.pairs_out(batch.x, batch.y)
        return script, self.begin(script, layout.weights_out(batch.weights), batch.rate)

    def called(self, script: Script, recipe: Recipe) -> list[Ref]:
        """Append the calls of a recipe; returns their results.

        Raises:
            UnboundError: one takes an argument that nobody can guess.
        """
        refs = []
        for member in recipe.calls:
            refs.append(script.call(member, self.target(member)))
            if member in self.function("forward") and "output" not in script.roles:
                script.roles["output"] = refs[-1]
        return refs


def labelled(value: Any, member: Member) -> list[Found]:
    """Everything in a result, called as its function calls it."""
    names = returned_names(member.source) or []
    found = list(flattened(value))
    if isinstance(value, tuple | list) and len(names) == len(value):
        return [replace(one, label=names[one.path[0].key] or "") for one in found]  # type: ignore[union-attr]  # parts of a tuple
    return [replace(one, label=names[0] or "") if not one.path and len(names) == 1 else one for one in found]
