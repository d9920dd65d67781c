"""A network as an object: a params dict, lists of weights and biases, or layers, with methods for gradients or steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from comparisons.errors import InputError
from comparisons.subjects.programs.arrays import Found, arrays_of, weights_among
from comparisons.subjects.programs.construction import arguments
from comparisons.subjects.programs.program import Place, Program, Recipe
from comparisons.subjects.programs.script import Script
from comparisons.subjects.programs.target import OPTION
from comparisons.subjects.programs.words import FUNCTIONS, role_of
from comparisons.subjects.worker import Call, Define, Get, Keep, Kept, Member, Name, Ref, Set, Step, Worker, Write

NET = Kept("net")
COPYING = "import copy\n\ndef copied(value):\n    return copy.deepcopy(value)\n"


class Network(Program):
    """An object that is kept in the worker.

    Args:
        worker: where its source is.
        member: class, instance or factory function.
        widths: of the layers, inputs and outputs included.
        shapes: of Keras's weights.
        dtype: of the comparison.

    Raises:
        InputError: it cannot be made, or its weights cannot be told apart.
    """

    home = NET
    style = "network object"

    def __init__(self, worker: Worker, member: Member, *, widths: Sequence[int], shapes: Sequence[tuple[int, ...]], dtype: str) -> None:
        self.worker, self.member, self.dtype = worker, member, dtype
        self._make: list[Step] = [
            Define("copying", COPYING),
            Call("copying.copied", (Name(member.path),), silent=True),
            Keep("net", Ref(1)),
        ]
        if member.kind != "instance":
            self._make = [Call(member.path, (), arguments(member, widths), silent=True), Keep("net", Ref(0))]
        self.renew()
        found = arrays_of(worker, NET)
        weights = weights_among(found, shapes)
        if weights is None:
            raise InputError(_missing_weights(member, found, shapes))
        self.weights = weights
        self.names = [one.name for one in weights]
        self.stored = [np.shape(one.value) for one in weights]
        self.rates = [one for one in found if role_of(one.name) == "rate" and np.ndim(one.value) == 0]
        self._methods = [method for method in self._class().methods if method.kind == "method"]

    def renew(self) -> None:
        self.worker.run(self._make)
        self.times = 0
        self._generation = self.worker.generation

    def recipes(self) -> list[Recipe]:
        forward, backward, update, step = (self.function(role) for role in ("forward", "backward", "update", "step"))
        both = [method for method in self.function("loss") if "grad" in method.source]  # loss and gradients in one
        found = [Recipe((one,)) for one in [*backward, *both]]
        found += [Recipe((f, b)) for f in forward for b in backward]
        found += [Recipe((one,)) for one in step]
        found += [Recipe((f, b, u)) for f in forward for b in backward for u in update]
        return found + [Recipe((b, u)) for b in backward for u in update]

    def function(self, role: str) -> list[Member]:
        return [method for method in self._methods if FUNCTIONS[role].match(method.name)]

    def begin(self, script: Script, weights: Sequence[np.ndarray], rate: float) -> list[Place]:
        if self._generation != self.worker.generation:  # the worker had to be restarted
            self.renew()
        for one, value in zip(self.weights, weights, strict=True):
            value = np.ascontiguousarray(value).reshape(np.shape(one.value)).astype(self.dtype)
            in_place = np.can_cast(value.dtype, one.value.dtype, "safe")
            script.add(Write(NET, one.path, value) if in_place else Set(NET, one.path, value))
        for setting in self.rates:
            script.add(Set(NET, setting.path, rate))
        return [Place(NET, one.path) for one in self.weights]

    def target(self, member: Member) -> Any:
        return NET, member.name

    def lying_about(self) -> list[Found]:
        known = {one.path for one in self.weights}
        return [one for one in arrays_of(self.worker, NET) if one.path not in known and isinstance(one.value, np.ndarray)]

    def _class(self) -> Member:
        """The class of the object, also if a function made it."""
        if self.member.kind != "function":
            return self.member
        (made,) = self.worker.run([Get(NET, ())])
        name = getattr(made, "type_name", type(made).__name__)
        classes = {member.path: member for member in self.worker.inventory() if member.kind == "class"}
        if name not in classes:
            raise InputError(f"{OPTION}: expected {self.member.path} to make an object of a class in the file, got {name}; name the class.")
        return classes[name]


def _missing_weights(member: Member, found: Sequence[Found], shapes: Sequence[tuple[int, ...]]) -> str:
    has = ", ".join(f"{one.text} {np.shape(one.value)}" for one in found[:12] if np.ndim(one.value)) or "no arrays"
    wanted = ", ".join(str(shape) for shape in shapes)
    return (
        f"{OPTION}: expected weights of shapes {wanted} (Keras's, transposed or not) in {member.path}, got {has}; "
        "choose a model of its sizes."
    )
