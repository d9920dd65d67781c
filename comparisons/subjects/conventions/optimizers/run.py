"""A program of updates for the worker: begun, made longer update by update, and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from comparisons.pairs.pair import Outcome
from comparisons.subjects.conventions.calls import UnusableResultError, as_array
from comparisons.subjects.conventions.optimizers.array_forms import Variables
from comparisons.subjects.conventions.optimizers.forms import FORMS
from comparisons.subjects.worker import Call, Get, Keep, Kept, Ref, Set, Step

if TYPE_CHECKING:
    from comparisons.subjects.conventions.optimizers.optimizer import Optimizer

CONFIGURED = "state config"
EMPTY, NOTHING = "state of its own", "state of its own, None"
"""A dictionary that it fills itself: empty before the first update, or not there."""
CONFIG_NAMES = {
    "learning_rate": ("learning_rate", "lr"), "momentum": ("momentum",), "rho": ("decay_rate", "rho"),
    "beta_1": ("beta1",), "beta_2": ("beta2",),
}  # fmt: skip


class Run:
    """A program of updates in the making."""

    def __init__(self, adapter: Optimizer, variables: Variables, settings: dict[str, Any]) -> None:
        self.adapter, self.variables, self.settings = adapter, variables, settings
        self.program: list[Step] = []
        self.fetched: list[dict[str, tuple[int, tuple[int | str, ...]]]] = []
        self._owners: dict[str, Any] = {}
        self._states: dict[tuple[str, str], Any] = {}

    @property
    def owners(self) -> list[Any]:
        """The objects that update."""
        return list(self._owners.values())

    def begin(self) -> None:
        """Variables and objects."""
        for step in self.variables.begin(len(self.program)):
            self.program.append(step)
        names = self.variables.groups if self.adapter.per_variable else self.variables.groups[:1]
        if self.adapter.maker is None:
            return
        for name in names:
            values = self.settings | self.variables.values(name, None, 0)
            self._owners[name] = Ref(self._append(self.adapter.maker.call(values, silent=True)))

    def one_update(self, number: int, gradients: Mapping[str, np.ndarray], rate: float, *, changed: bool) -> None:
        """One update of all variables."""
        adapter = self.adapter
        for step in self.variables.give(gradients, len(self.program)):
            self.program.append(step)
        if changed and adapter.rate:
            for owner in self._owners.values():
                self.program.append(Set(owner, adapter.rate, rate))
        self._surround(adapter.around[0])
        at: dict[str, int] = {}
        for group in self.variables.groups:
            owner = None if adapter.maker is None else self._owners.get(group, next(iter(self._owners.values())))
            values = (
                self.settings
                | {"learning_rate": rate, "t": number + 1}
                | self.variables.values(group, gradients, number)
                | self._given_states(group)
            )
            unknown = [role for role in adapter.update.roles if role not in values]
            if unknown:
                raise UnusableResultError(f"{adapter.update.name} takes {', '.join(unknown)} beside {FORMS[adapter.form].words[12:]}")
            at[group] = self._append(adapter.update.call(values, owner))
            for argument, place in adapter.states.items():
                self._states[group, argument] = Ref(self._append(Get(Ref(at[group]), place, silent=True)))
            if adapter.returns == "new":
                for step in self.variables.take(group, Ref(at[group]), adapter.update.pick, len(self.program)):
                    self.program.append(step)
        self._surround(adapter.around[1])
        self._fetch(at)

    def _surround(self, method: str) -> None:
        if method:
            for owner in self._owners.values():
                self.program.append(Call((owner, method), (), silent=True))

    def _given_states(self, group: str) -> dict[str, Any]:
        update = self.adapter.update
        wanted = [role for role in (*update.roles, *update.keywords.values()) if role.startswith("state")]
        for role in wanted:
            if (group, role) not in self._states:  # kept there, as it may be written in place
                self._append(Keep(f"{role} of {group}", self._start(role, group)))
                self._states[group, role] = Kept(f"{role} of {group}")
        return {role: self._states[group, role] for role in wanted}

    def _start(self, role: str, group: str) -> Any:
        """Zeros, or the dictionary of settings that state will be added to, or an empty one."""
        if role in (EMPTY, NOTHING):
            return {} if role == EMPTY else None
        if role != CONFIGURED:
            return self.variables.state(group)
        return {name: self.settings[setting] for setting, names in CONFIG_NAMES.items() for name in names if setting in self.settings}

    def _fetch(self, at: Mapping[str, int]) -> None:
        if self.adapter.returns in ("minus", "plus"):
            places = {name: (at[group], pick) for name, (group, pick) in self.variables.returned().items()}
        else:
            places = {}
            for name, step in self.variables.fetch():
                places[name] = (self._append(step), ())
        self.fetched.append(places)

    def _append(self, step: Step) -> int:
        self.program.append(step)
        return len(self.program) - 1

    def variables_after(self, results: list[Any], starts: Mapping[str, np.ndarray]) -> Outcome:
        """Every variable before the first update and after each."""
        rows = {name: [a.astype("float64") if self.adapter.returns in ("minus", "plus") else a] for name, a in starts.items()}
        sign = {"minus": -1.0, "plus": 1.0}.get(self.adapter.returns, 0.0)
        for places in self.fetched:
            for name, (index, pick) in places.items():
                picked = replace(self.adapter.update, pick=(*self.adapter.update.pick, *pick) if sign else pick).picked(results[index])
                array = as_array(picked, self.adapter.update.name)
                if array.size != rows[name][0].size:
                    raise UnusableResultError(f"{name} became an array of shape {array.shape}")
                array = array.reshape(rows[name][0].shape)
                rows[name].append(rows[name][-1] + sign * array if sign else array)
        first = int(self.variables.asks)  # its first question is where the variables start
        return {name: np.stack(values[first:]) for name, values in rows.items()}
