"""The adapter of a tape: builds an expression of the candidate's objects, goes back, and reads the leaves' gradients.

The result is multiplied by a random number (an array: by random numbers, and summed), so that no gradient is that of a sum of ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.adapter import Adapter, Reference, output_shape
from comparisons.subjects.conventions.calls import Function, UnusableResultError, as_array
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.conventions.tape.expressions import (
    ARRAYS,
    EXPRESSIONS,
    REFLECTED,
    has_numbers,
    method_for,
    needs_arrays,
    operations_of,
)  # fmt: skip
from comparisons.subjects.inventory.methods import BACKWARD, pick
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.worker import Call, CandidateError, Get, Member, Ref, Step

DATA = ("data", "value", "val", "_data", "x")
GRAD = ("grad", "gradient", "_grad", "derivative", "g")
TRACKED = ("requires_grad", "autograd", "requires_gradient", "track")
LARGEST = (4, 3)


@dataclass(frozen=True)
class Tape(Adapter):
    """Calls an autograd class.

    Args:
        maker: makes a leaf of a number or an array.
        backward: name of the method that goes back.
        data: attribute that holds the numbers.
        grad: attributes on the way to the gradient: that of an object of the same kind, where the gradient is one.
        methods: method by operation.
        arrays: its leaves hold arrays, not single numbers.
        numbers: its operators take plain numbers beside its own objects.
    """

    maker: Function
    backward: str
    data: str
    grad: tuple[str, ...]
    methods: Mapping[str, str]
    arrays: bool
    numbers: bool = True

    convention = "tape"

    @property
    def details(self) -> tuple[str, ...]:
        told = (f"leaves hold {'arrays' if self.arrays else 'single numbers'}", f"{len(self._expressions())} expressions")
        return told if self.numbers else (*told, "its operators take no plain numbers")

    def _expressions(self) -> tuple[str, ...]:
        there = [name for name, tree in EXPRESSIONS.items() if operations_of(tree) <= self.methods.keys()]
        there = [name for name in there if self.numbers or not has_numbers(EXPRESSIONS[name])]
        return tuple(name for name in there if self.arrays or not needs_arrays(EXPRESSIONS[name]))

    def quantities(self) -> frozenset[str]:
        return frozenset(("output", *(f"gradient of {name}" for name in ("a", "b", *ARRAYS))))

    def settings(self, pair: Pair) -> Mapping[str, tuple[Any, ...]]:
        return {"expression": self._expressions()}

    def sizes(self, pair: Pair) -> st.SearchStrategy[tuple[int, ...]]:
        return st.sampled_from(((1, 1), (2, 3), LARGEST) if self.arrays else ((),))

    def small_sizes(self, pair: Pair) -> tuple[tuple[int, ...], ...]:
        return ((1, 1), (2, 3)) if self.arrays else ((),)

    def probe_case(self, pair: Pair) -> Case | None:
        return pair.make_case({"expression": self._expressions()[0]}, LARGEST if self.arrays else (), Values(seed=7), "float64", True)

    def skips(self, pair: Pair) -> frozenset[str]:
        return frozenset({"shapes"})

    def usual(self, pair: Pair, dtype: str, seed: int) -> list[Case]:
        """Every expression, of `a` and of -`a`: what is drawn may miss just the one that shows a mistake."""
        size = LARGEST if self.arrays else ()
        made = [
            pair.make_case({"expression": name}, size, Values(seed=seed + number), dtype, True)
            for number, name in enumerate(self._expressions())
        ]
        return [case for one in made for case in (one, *((one.with_inputs(a=-one.inputs["a"]),) if "a" in one.inputs else ()))]

    def cases(self, pair: Pair, dtype: str) -> st.SearchStrategy[Case]:
        values = st.builds(Values, st.integers(0, 2**16), st.integers(1, 4))
        settings = st.sampled_from(self._expressions()).map(lambda name: {"expression": name})
        return st.builds(pair.make_case, settings, self.sizes(pair), values, st.just(dtype), st.just(True))

    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        program: list[Step] = []
        leaves = {name: self._leaf(program, a) for name, a in case.inputs.items()}
        result = self._built(program, EXPRESSIONS[case.settings["expression"]], dict[Any, Ref](leaves))
        shape = output_shape(reference)
        dy = case.upstream(shape)
        weighted = self._append(program, Call((result, self.methods["mul"]), (self._leaf(program, dy),), silent=True))
        if shape:
            weighted = self._append(program, Call((weighted, self.methods["sum"]), (), silent=True))
        at = self._number(program, Get(result, self.data))
        program.append(Call((weighted, self.backward), (), silent=True))
        places = {name: self._number(program, Get(leaf, self.grad)) for name, leaf in leaves.items()}
        results = session.run(program)
        output = as_array(results[at], self.data)
        found = {"output": output.reshape(shape) if output.size == math.prod(shape) else output}
        for name, place in places.items():
            gradient = as_array(results[place], self.grad[0])
            found[f"gradient of {name}"] = (
                gradient.reshape(case.inputs[name].shape) if gradient.size == 1 == case.inputs[name].size else gradient
            )
        return found

    def _leaf(self, program: list[Step], a: np.ndarray) -> Ref:
        return self._append(program, self.maker.call({"x": a if self.arrays else float(a), "flag": True}, silent=True))

    def _built(self, program: list[Step], tree: Any, there: dict[Any, Ref]) -> Any:
        """What computes a subexpression; leaves, and what is shared, are there already after the first time."""
        if not isinstance(tree, tuple) or tree in there:
            return there.get(tree, tree)
        operation, *arguments = tree
        first, *others = (self._built(program, argument, there) for argument in arguments)
        if operation == "shared":
            there[tree] = first
            return first
        if operation in REFLECTED and not isinstance(first, Ref):
            return self._append(program, Call((others[0], self.methods[f"r{operation}"]), (first,), silent=True))
        return self._append(program, Call((first, self.methods[operation]), tuple(others), silent=True))

    def _append(self, program: list[Step], step: Step) -> Ref:
        return Ref(self._number(program, step))

    @staticmethod
    def _number(program: list[Step], step: Step) -> int:
        program.append(step)
        return len(program) - 1


def ways(sighting: Sighting, session: Session) -> Iterator[Tape]:
    """With arrays in its leaves, or with single numbers: what can multiply arrays entry by entry is not taken for one of numbers."""
    member = sighting.value
    back = None if member is None else pick(member, BACKWARD)
    if member is None or back is None or required(back):
        return
    needed = required(member)
    if len(needed) != 1:
        return
    flag = next((p.name for p in member.parameters if plain(p.name) in TRACKED), "")
    maker = Function(member.path, ("x",), {flag: "flag"} if flag else {})
    there = {method.name for method in (*member.methods, *member.operators)}
    operations = {operation for tree in EXPRESSIONS.values() for operation in operations_of(tree)}
    methods = {operation: name for operation in operations if (name := method_for(operation, there))}
    if "mul" not in methods:
        return
    data, grad = (next((name for name in names if f"self.{name}" in member.source), names[0]) for names in (DATA, GRAD))
    holds_arrays = "sum" in methods and _multiplies_arrays(session, maker, methods["mul"], data)
    for wrapped in (False, True):
        yield Tape(maker, back.name, data, (grad, data) if wrapped else (grad,), methods, holds_arrays, numbers=_takes_numbers(member))


def _multiplies_arrays(session: Session, maker: Function, multiply: str, data: str) -> bool:
    """Whether a leaf holds an array and can be multiplied, whatever comes of it."""
    a = np.arange(1.0, 7.0).reshape(2, 3)
    leaf = maker.call({"x": a, "flag": True}, silent=True)
    try:
        *_, found = session.run([leaf, leaf, Call((Ref(0), multiply), (Ref(1),), silent=True), Get(Ref(0), data)])
        return as_array(found, data).shape == a.shape
    except (CandidateError, UnusableResultError):
        return False


def _takes_numbers(member: Member) -> bool:
    """Whether an operator looks at what it is given, as in `isinstance(other, Tensor)` or `Tensor(other)`, before it asks for its data."""
    operator = next((one for one in member.operators if one.name in ("__add__", "__mul__") and len(one.parameters) == 1), None)
    return operator is None or re.search(rf"\w\({operator.parameters[0].name}\b(?!\.)", operator.source) is not None
