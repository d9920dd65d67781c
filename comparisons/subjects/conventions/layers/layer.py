"""`layer-object`, `layer-attributes` and `self-updating`: an object with weights, and methods that go forward and back.

Results are returned or left in attributes. Where no gradient is to be seen because the layer updates itself, it is what the weights
changed by. Weights are written in place: optimizers and caches may refer to the same arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.adapter import Reference, output_shape
from comparisons.subjects.conventions.calls import Function, Pullback, UnusableResultError, as_array
from comparisons.subjects.conventions.layers.form import LayerForm
from comparisons.subjects.conventions.layers.modes import OTHER_IN_TRAINING, told_mode, trained, unmasked
from comparisons.subjects.conventions.layers.padding import padded_evenly
from comparisons.subjects.conventions.layers.pieces import cut, joined
from comparisons.subjects.conventions.layers.places import Program, Where, shown
from comparisons.subjects.conventions.layers.values import RATE, values_of
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.worker import Call, Get, Ref, Write


@dataclass(frozen=True)
class Layer(LayerForm):
    """Calls a layer object."""

    def prepared(self, pair: Pair, case: Case) -> Case:
        case = padded_evenly(case) if self.pads_evenly else case
        return unmasked(case if self.tells_mode else replace(case, training=True))

    def seen(self, pair: Pair, case: Case, outcome: Outcome, *, mine: bool) -> Outcome:
        """Without gradients in inference where training is another thing: nobody goes back from there."""
        return outcome if self.goes_back(case) else trained(outcome)

    @property
    def _goes_back_in_training_only(self) -> bool:
        return self.part in OTHER_IN_TRAINING and self.tells_mode and self.backward is not None

    def goes_back(self, case: Case) -> bool:
        return case.training or not self._goes_back_in_training_only

    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        if not self.goes_back(case):
            states = {what: where for what, where in self.results.items() if what.startswith("state ")}
            return replace(self, backward=None, results=states).outcome(session, case, reference)
        if case.x.dtype.kind in "iu" and self.takes_integers and self.backward is not None:
            return replace(self, backward=None, results={}).outcome(session, case, lambda: {"output": case.x})
        if self.per == "row":
            return self._by_rows(session, case, reference)
        dy = case.x if self.backward is None else case.upstream(output_shape(reference))
        program = self.program(case, case.x, dy)
        return self.read(session.run(program.steps), program, case)

    def again(self, session: Session, case: Case, reference: Reference) -> list[Outcome]:
        if self.per == "row" or self.moves or self.own_rule or any(where.step for where in self.results.values()):
            return []
        dy = case.upstream(output_shape(reference))
        first = self.program(case, case.x, dy)
        second = self.call_both(first, case, case.x, dy)
        third = self.call_back(second, case, case.x, dy)
        results = session.run(third.steps)
        return [self.read(results, program, case) for program in (first, second, third)]

    def kept_dtypes(self, session: Session, case: Case) -> frozenset[str]:
        program = replace(self, backward=None, results={}).program(case, case.x, case.x)
        program.append(Call(f"{HELPERS}.arrays_of", (program.owner,)))
        return frozenset(str(a.dtype) for _, a in session.run(program.steps)[-1] if isinstance(a, np.ndarray))

    def program(self, case: Case, x: np.ndarray, dy: np.ndarray) -> Program:
        """Make the object, write its weights, go forward and back, fetch results."""
        program = Program([])
        values = self._settings(case)
        self.make(program, values, x)
        weights = self.weights(case)
        for weight, slot in self.slots.items():
            if weight in weights:
                program.append(Write(program.owner, slot.path, slot.placement.put(weights[weight])))
        return self.call_both(program, case, x, dy)

    def make(self, program: Program, values: dict[str, Any], x: np.ndarray) -> None:
        """The object, with weights of its own."""
        if any("optimizer" in function.roles for function in self.preparations):
            values["optimizer"] = Ref(program.append(Call("parity_helpers.Recorder", (RATE,), silent=True)))
        program.owner = Ref(program.append(self.maker.call(values, silent=True)))
        for preparation in self.preparations:
            program.append(preparation.call(values, program.owner, silent=True))
        if self.lazy:
            program.append(self.forward.call(values | {"x": self.layout.put(x)} | told_mode(training=True), program.owner, silent=True))

    def call_both(self, program: Program, case: Case, x: np.ndarray, dy: np.ndarray) -> Program:
        """Forward and back on the object of a program, with everything that is fetched."""
        found = replace(program, places=dict(program.places))
        if self.mode:
            found.append(self.mode.step(found.owner, training=case.training))
        at = found.append(self.forward.call(self._values(case, x, dy), found.owner))
        holder = Ref(at) if self.output.of_result else found.owner
        if isinstance(self.backward, Pullback):
            found.places["cache"] = found.append(Get(Ref(at), self.backward.place, silent=True))
        found.places["output"] = at if self.output.pick is not None else found.append(Get(holder, self.output.path))
        return self.call_back(found, case, x, dy)

    def call_back(self, program: Program, case: Case, x: np.ndarray, dy: np.ndarray) -> Program:
        """Back once more."""
        found = replace(program, places=dict(program.places))
        values = self._values(case, x, dy) | {"y": Ref(found.places["output"]), "cache": Ref(found.places.get("cache", 0))}
        at = -1 if self.backward is None else found.append(self.backward.call(values, found.owner))
        for what, where in self._results(case).items():
            found.places[what] = at if where.pick is not None else found.append(Get(found.owner, where.path))
        return found

    def _values(self, case: Case, x: np.ndarray, dy: np.ndarray) -> dict[str, Any]:
        flowing = {"x": self.layout.put(x), "upstream": self.layout.put(dy)} | told_mode(training=case.training)
        return self._settings(case) | flowing

    def _settings(self, case: Case) -> dict[str, Any]:
        """What its arguments stand for."""
        found = values_of(case, self.layout, self.given)
        return found | ({"activation": self.linear} if found.get("activation") is None else {})

    def read(self, results: Sequence[Any], program: Program, case: Case) -> Outcome:
        """Results by Keras's names and in its layout."""
        outcome: Outcome = {}
        for what, where in {"output": self.output, **self._results(case)}.items():
            result = results[program.places[what]]
            picked = result if where.pick is None else Function(self.forward.name, pick=where.pick).picked(result)
            array = as_array(picked, shown(where.path) if where.path else (self.backward or self.forward).name)
            if where.step:
                weight = what.removeprefix("gradient of ")
                array = (self.slots[weight].placement.put(self.weights(case)[weight]) - array) / RATE
            outcome[what] = self._placed(what, array, where)
            if self.divided and what.startswith("gradient ") and what != "gradient of x":
                outcome[what] = outcome[what] * len(case.x)
        return joined(outcome, self.pieces, {**case.inputs, **case.given})

    def weights(self, case: Case) -> dict[str, np.ndarray]:
        """Weights and averages as the object keeps them; where there should be no bias, one that shows if it is added."""
        found = cut({**case.inputs, **case.given}, self.pieces)
        if self.keeps_bias and "bias" not in found:
            found["bias"] = np.linspace(1, 2, case.inputs["kernel"].shape[-1], dtype=case.dtype)
        return found

    def _results(self, case: Case) -> Mapping[str, Where]:
        """Without the gradients of weights that the example does not have."""
        weights = cut({**case.inputs, **case.given}, self.pieces)
        absent = {f"gradient of {name}" for name in {*self.slots, *self.given} - weights.keys()}
        return {what: where for what, where in self.results.items() if what not in absent}

    def _placed(self, what: str, array: np.ndarray, where: Where) -> np.ndarray:
        if where.as_is:
            return self.layout.back(array)
        try:
            return self.layout.back(array) if where.placement is None else where.placement.back(array)
        except ValueError:
            if what.startswith("state ") and array.size == max(array.shape, default=0):
                return array.reshape(-1)  # averages of rows that were kept as a row
            raise UnusableResultError(f"{what} has shape {array.shape}") from None

    def _by_rows(self, session: Session, case: Case, reference: Reference) -> Outcome:
        """Each sample alone; what each says of the weights is summed."""
        dy = case.upstream(output_shape(reference))
        found = []
        for row in range(len(case.x)):
            one = case.with_x(case.x[row : row + 1])
            program = self.program(one, one.x, dy[row : row + 1])
            found.append(self.read(session.run(program.steps), program, one))
        rows = ("output", "gradient of x")
        return {
            what: np.concatenate([one[what] for one in found]) if what in rows else np.sum([one[what] for one in found], axis=0)
            for what in found[0]
        }  # fmt: skip
