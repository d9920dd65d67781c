"""A network as functions: one training step, or forward, backward and update, with weights by name or in a dict."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from comparisons.errors import InputError
from comparisons.subjects.programs.arrays import Found, replaced, weights_among
from comparisons.subjects.programs.construction import arguments
from comparisons.subjects.programs.program import HANDED_ON, Place, Program, Recipe, labelled
from comparisons.subjects.programs.returned import returned_names
from comparisons.subjects.programs.script import Script
from comparisons.subjects.programs.target import OPTION
from comparisons.subjects.programs.words import FUNCTIONS, kind_of_weight, number_in, role_of
from comparisons.subjects.worker import Call, CandidateError, Item, Kept, Member, Parameter, Worker

KEY = re.compile(r"\[\s*['\"]([A-Za-z_]+)(\d*)['\"]")


class Functions(Program):
    """Functions of a module that share their weights by name, or in one dict.

    Args:
        worker: where the source is.
        member: the function that was named.
        widths: of the layers, inputs and outputs included.
        shapes: of Keras's weights.
        dtype: of the comparison.

    Raises:
        InputError: its weights cannot be told apart.
    """

    style = "functions"

    def __init__(self, worker: Worker, member: Member, *, widths: Sequence[int], shapes: Sequence[tuple[int, ...]], dtype: str) -> None:
        self.worker, self.member, self.dtype = worker, member, dtype
        self._all = [one for one in worker.inventory() if one.kind == "function"]
        self.in_one = any(
            role_of(parameter.name) == "parameters" for recipe in self.recipes() for one in recipe.calls for parameter in one.parameters
        )
        self.stored = None
        self._initial(widths, shapes)

    def recipes(self) -> list[Recipe]:
        if FUNCTIONS["step"].match(self.member.name) or not self._is_part(self.member):
            return [Recipe((self.member,))]
        forward, backward, update = (self.function(role) for role in ("forward", "backward", "update"))
        found = [Recipe((f, b)) for f in forward for b in backward]
        found += [Recipe((b,)) for b in backward]
        return found + [Recipe((f, b, u)) for f in forward for b in backward for u in update]

    def function(self, role: str) -> list[Member]:
        matching = [one for one in self._all if FUNCTIONS[role].match(one.name)]
        return sorted(matching, key=lambda one: one is not self.member)  # the one that was named comes first

    def begin(self, script: Script, weights: Sequence[np.ndarray], rate: float) -> list[Place]:
        refs = [script.put(np.ascontiguousarray(value, self.dtype)) for value in weights]
        if not self.in_one:
            script.names.update(zip(self.names, refs))
            return [Place(ref, ()) for ref in refs]
        whole = script.put(replaced(self.template, dict(zip(self.paths, refs))))
        script.roles["parameters"] = whole
        return [Place(whole, path) for path in self.paths]

    def target(self, member: Member) -> Any:
        return member.path

    def lying_about(self) -> list[Found]:
        return []

    def renew(self) -> None:
        """Functions keep nothing but what is handed on; what a module keeps all the same is for the tracks to find."""
        self.times = 0

    def before_update(self, script: Script, member: Member) -> None:
        """Velocities and the like: made by the function that makes them at first, later those of the update before."""
        super().before_update(script, member)
        self.handed_on = tuple(p.name for p in member.parameters if self._is_handed_on(script, member, p))
        if self.times > 1:
            script.names.update({name: Kept(f"{HANDED_ON} {name}") for name in self.handed_on})
        elif self.handed_on:
            maker = next((one for one in self.function("initial") if {*self.handed_on} <= {*(returned_names(one.source) or [])}), None)
            if maker is not None:
                script.call(maker, self.target(maker))

    def _is_handed_on(self, script: Script, member: Member, parameter: Parameter) -> bool:
        """Whether an update takes and returns it, and it is neither weights nor gradients."""
        known = parameter.name in script.names or role_of(parameter.name) in script.roles
        return not known and not parameter.has_default and parameter.name in (returned_names(member.source) or [])

    def _is_part(self, member: Member) -> bool:
        return any(FUNCTIONS[role].match(member.name) for role in ("forward", "backward", "update"))

    def _initial(self, widths: Sequence[int], shapes: Sequence[tuple[int, ...]]) -> None:
        """Names, and shapes if a function makes initial weights."""
        kinds = ["bias" if len(shape) == 1 else "kernel" for shape in shapes]
        made = self._made(widths)
        chosen = weights_among(made, shapes)
        if self.in_one:
            self.paths = [one.path for one in chosen] if chosen else [(Item(key),) for key in self._keys(kinds)]
            self.names = [str(path[-1].key) for path in self.paths if isinstance(path[-1], Item)]
            self.template: Any = self._template if chosen else dict.fromkeys(self.names)
        else:
            self.names = self._by_name(kinds, shapes)
            by_label = {one.name: one for one in made}
            chosen = [by_label[name] for name in self.names] if all(name in by_label for name in self.names) else None
        self.stored = [np.shape(one.value) for one in chosen] if chosen else None

    def _made(self, widths: Sequence[int]) -> list[Found]:
        """What the function that makes initial weights makes."""
        for member in self.function("initial"):
            with contextlib.suppress(InputError, CandidateError):  # another function may be the one
                (self._template,) = self.worker.run([Call(member.path, (), arguments(member, widths))])
                return labelled(self._template, member)
        return []

    def _by_name(self, kinds: list[str], shapes: Sequence[tuple[int, ...]]) -> list[str]:
        """Names of weights among the parameters, kernels and biases each by their number."""
        names: dict[str, list[str]] = {"kernel": [], "bias": []}
        parameters = dict.fromkeys(parameter.name for recipe in self.recipes() for one in recipe.calls for parameter in one.parameters)
        for name in parameters:
            kind = None if role_of(name) in ("x", "y", "rate", "loss", "output") else kind_of_weight(name)
            if kind is not None:
                names[kind].append(name)
        for kind, found in names.items():
            if len(found) != kinds.count(kind):
                wanted = f"{kinds.count('kernel')} kernels and {kinds.count('bias')} biases of shapes {', '.join(map(str, shapes))}"
                has = ", ".join([*names["kernel"], *names["bias"]]) or "none"
                raise InputError(
                    f"{OPTION}: expected {wanted} among the parameters of {self.member.path}, got {has}; choose a model of its sizes."
                )
            found.sort(key=number_in)
        return [names[kind].pop(0) for kind in kinds]

    def _keys(self, kinds: list[str]) -> list[str]:
        """Keys of a dict of weights, as the source writes them."""
        stems: dict[str, str] = {}
        for recipe in self.recipes():
            for member in recipe.calls:
                for stem, _ in KEY.findall(member.source):
                    kind = kind_of_weight(stem)
                    if kind is not None:
                        stems.setdefault(kind, stem)
        numbers = {"kernel": 0, "bias": 0}
        keys = []
        for kind in kinds:
            numbers[kind] += 1
            keys.append(f"{stems.get(kind, {'kernel': 'W', 'bias': 'b'}[kind])}{numbers[kind]}")
        return keys
