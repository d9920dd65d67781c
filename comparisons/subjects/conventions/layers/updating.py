"""A layer that is told to update its weights after it went back: what they changed by, over the learning rate, is its gradient.

update of W = (W before - W after) / lr, which plain gradient descent, W -= lr * dL/dW, makes dL/dW
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from comparisons.checks.check import Check
from comparisons.judging import largest
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.calls import as_array
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.pieces import joined
from comparisons.subjects.conventions.layers.places import Program, Slot, shown
from comparisons.subjects.conventions.layers.update_check import CHECK, GRADIENT, OTHERS, UPDATE
from comparisons.subjects.conventions.layers.update_methods import Update
from comparisons.subjects.conventions.layers.values import RATE
from comparisons.subjects.worker import Call, Get, Set


@dataclass(frozen=True)
class Updating(Layer):
    """The same layer, with the update of each weight beside its gradient.

    Args:
        updates: methods that update weights, called one after the other.
        kept: where the weights are.
        wanted: Keras's weights whose updates are looked at.
        step: learning rate.
        shares: the update divides by the number of samples, which is undone here.
    """

    updates: tuple[Update, ...] = ()
    kept: Mapping[str, Slot] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    step: float = RATE
    shares: bool = False

    def prepared(self, pair: Pair, case: Case) -> Case:
        """In training: in inference nobody goes back."""
        return replace(super().prepared(pair, case), training=True)

    def seen(self, pair: Pair, case: Case, outcome: Outcome, *, mine: bool) -> Outcome:
        """Of the reference, what plain gradient descent makes of its gradients."""
        if mine:
            return outcome
        return {UPDATE + weight: outcome[GRADIENT + weight] for weight in sorted(self.wanted) if GRADIENT + weight in outcome}

    def meets(self, pair: Pair) -> Callable[[Case], float] | None:
        """A weight that is large beside its step loses some of that."""
        usual = super().meets(pair) or pair.meets

        def size(case: Case) -> float:
            weights = max((largest(a) for name, a in case.inputs.items() if name in self.wanted), default=0.0)
            return max(weights / self.step, 0.0 if usual is None else usual(case))

        return size

    def checks(self, pair: Pair) -> list[Check]:
        return [CHECK]

    def skips(self, pair: Pair) -> frozenset[str]:
        """All others: they have looked at the layer itself."""
        return OTHERS

    @property
    def inside(self) -> bool:
        """Whether it updates its weights when it goes back."""
        return any(update.inside for update in self.updates)

    def make(self, program: Program, values: dict[str, Any], x: np.ndarray) -> None:
        """The object, with the learning rate that it holds."""
        super().make(program, values, x)
        for held in [update.held for update in self.updates if update.inside and update.held]:
            program.append(Set(program.owner, held, self.step))

    def _settings(self, case: Case) -> dict[str, Any]:
        return super()._settings(case) | {"learning rate": self.step}

    def call_back(self, program: Program, case: Case, x: np.ndarray, dy: np.ndarray) -> Program:
        """Back, and one update after it."""
        return self.updated(super().call_back(program, case, x, dy), case)

    def gone_back(self, case: Case, x: np.ndarray, dy: np.ndarray) -> Program:
        """The same without the update."""
        return Layer(**{each.name: getattr(self, each.name) for each in fields(Layer)}).program(case, x, dy)

    def updated(self, program: Program, case: Case) -> Program:
        """One update, with the weights before and after it."""
        found, present = replace(program, places=dict(program.places)), self.weights(case).keys()
        kept = {weight: slot for weight, slot in self.kept.items() if weight in present}
        if not self.inside:
            found.places |= {f"before {weight}": found.append(Get(found.owner, slot.path)) for weight, slot in kept.items()}
        for update in [update for update in self.updates if not update.inside]:
            assert update.function is not None
            if update.held:
                found.append(Set(found.owner, update.held, self.step))
            call = update.function.call({"learning rate": self.step}, found.owner)
            found.append(Call(call.target, call.args, call.kwargs, silent=True))
        for weight, slot in kept.items():
            found.places[f"after {weight}"] = found.append(Get(found.owner, slot.path))
        return found

    def names_of_weights(self) -> dict[str, str]:
        """The candidate's own names of its weights."""
        return {weight: shown(slot.path) for weight, slot in self.kept.items()}

    def read(self, results: Sequence[Any], program: Program, case: Case) -> Outcome:
        outcome = super().read(results, program, case)
        weights = self.weights(case)
        before = {name: slot.placement.put(weights[name]) for name, slot in self.kept.items() if name in weights}
        before |= {name: as_array(results[program.places[f"before {name}"]], name) for name in before if not self.inside}
        steps = {GRADIENT + name: self._step(a, self.kept[name], results[program.places[f"after {name}"]]) for name, a in before.items()}
        if self.divided or self.shares:
            steps = {what: a * len(case.x) for what, a in steps.items()}
        whole = joined(steps, self.pieces, {**case.inputs, **case.given})
        gradients = {what: a for what, a in outcome.items() if what.startswith(GRADIENT)}
        taken = {UPDATE + what.removeprefix(GRADIENT): a for what, a in whole.items()}
        return gradients | {what: a for what, a in taken.items() if what.removeprefix(UPDATE) in self.wanted}

    def _step(self, before: np.ndarray, slot: Slot, result: Any) -> np.ndarray:
        """What a weight changed by, over the learning rate; as it is, if it has another shape now."""
        after = as_array(result, shown(slot.path))
        with np.errstate(all="ignore"):
            changed: np.ndarray = (before - after) / self.step if _fit(before, after) else after
        return slot.placement.back(changed) if after.shape == before.shape else changed


def updating(layer: Layer, updates: Sequence[Update], kept: Mapping[str, Slot], wanted: frozenset[str]) -> Updating:
    """The same way of calling a layer, with these updates after it went back."""
    own = {each.name: getattr(layer, each.name) for each in fields(Layer)}
    return Updating(**own, updates=tuple(updates), kept=kept, wanted=wanted)


def _fit(before: np.ndarray, after: np.ndarray) -> bool:
    """Whether one may be subtracted from the other."""
    try:
        np.broadcast_shapes(before.shape, after.shape)
    except ValueError:
        return False
    return True
