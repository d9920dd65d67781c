"""`optimizer`: dictionaries, lists or single arrays of variables and gradients; updated in place or returned; state kept anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from comparisons.pairs.case import Case, Values
from comparisons.pairs.optimizer_pair import SHAPES, UPDATES
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.adapter import Adapter, Reference
from comparisons.subjects.conventions.calls import Function, UnusableResultError, as_array
from comparisons.subjects.conventions.optimizers.array_forms import Variables
from comparisons.subjects.conventions.optimizers.forms import FORMS
from comparisons.subjects.conventions.optimizers.parts import PARTS
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.worker import Call, Get, Ref, Set, Step

CONFIGURED = "state config"
CONFIG_NAMES = {
    "learning_rate": ("learning_rate", "lr"), "momentum": ("momentum",), "rho": ("decay_rate", "rho"),
    "beta_1": ("beta1",), "beta_2": ("beta2",),
}  # fmt: skip
SEVERAL = frozenset(
    ["params", "parameters", "vars", "variables", "thetas", "model_params", "trainable_params", "layer_params"]
)  # rather than one
IN_FLOAT32 = 1  # variants; Keras compiles each
CHANGED_AFTER = 4  # updates, in the variant in which the rate changes


@dataclass(frozen=True)
class Optimizer(Adapter):
    """Calls an optimizer.

    Args:
        part: one of `PARTS`.
        form: how variables and gradients are handed over, one of `FORMS`.
        update: the function or method that updates.
        maker: makes the object; None for functions.
        told: settings that an argument stands for, of the constructor or of the update.
        around: methods called before and after all updates of a step.
        per_variable: every variable has an object of its own.
        returns: `place`, `new`, `minus` or `plus`: what became of the variables, or what to take from or add to them.
        states: places in the result, by argument, of state that is handed back in.
        rate: attribute that holds the learning rate; empty for none that can be changed.
    """

    part: str
    form: str
    update: Function
    maker: Function | None = None
    told: frozenset[str] = frozenset()
    around: tuple[str, str] = ("", "")
    per_variable: bool = False
    returns: str = "place"
    states: Mapping[str, int] = field(default_factory=dict)
    rate: str = ""

    @property
    def convention(self) -> str:  # type: ignore[override]  # every form is this one
        return "optimizer"

    @property
    def details(self) -> tuple[str, ...]:
        said = {"place": "in place", "new": "returned", "minus": "as what to subtract", "plus": "as what to add"}
        found = (
            [FORMS[self.form].words, f"updated {said[self.returns]}"]
            if self.returns in ("place", "new")
            else [FORMS[self.form].words, f"returned {said[self.returns]}"]
        )
        found += [f"made with {name}={value}" for name, value in (self.maker.constants.items() if self.maker is not None else ())]
        return (*found, "an object for every variable") if self.per_variable else tuple(found)

    @property
    def words(self) -> frozenset[str]:
        return super().words | {self.form}

    @property
    def tier(self) -> int:
        return int(self.form == "tensors" and any(plain(name) in SEVERAL for name in self.update.arguments))

    def skips(self, pair: Pair) -> frozenset[str]:
        return frozenset({"forward", "special gradients"})

    def cases(self, pair: Pair, dtype: str) -> st.SearchStrategy[Case]:
        """Few settings, as Keras compiles each: those it is told, and one in which the rate changes."""
        variants = self._variants()[: IN_FLOAT32 if dtype == "float32" else None]
        values = st.builds(Values, st.integers(0, 2**16), st.integers(0, 4), st.integers(0, 3))
        sizes = st.tuples(st.sampled_from(UPDATES))
        return st.builds(self._case, st.just(pair), st.sampled_from(variants), sizes, values, st.just(dtype))

    def probe_case(self, pair: Pair) -> Case:
        """An ordinary example of six updates."""
        return self._case(pair, self._variants()[0], (6,), Values(seed=7), "float64")

    def second_probe(self, pair: Pair) -> Case | None:
        """The same with two variables of one shape: a state that both share raises nothing there."""
        case = self.probe_case(pair)
        alike = {f"kernel{end}": np.ascontiguousarray(case.inputs[f"kernel{end}"][..., 0, :]) for end in ("", "_gradients")}
        return case.with_inputs(**alike)

    def small_cases(self, pair: Pair, dtype: str, seed: int) -> list[Case]:
        """One update, two, three, by round numbers."""
        variants = self._variants()
        return [
            self._case(pair, v, (n,), Values(seed, decimals=1, magnitude=m), dtype) for v in variants for m in (0, 1) for n in (1, 2, 3, 6)
        ]

    def _variants(self) -> list[Mapping[str, Any]]:
        part = PARTS[self.part]
        first, second = ({name: value for name, value in values.items() if name in self.told} for values in part.values)
        found: list[Mapping[str, Any]] = [{**part.settings, **first}]
        if self.rate and "momentum" in part.settings:
            halved = ("PiecewiseConstantDecay", (("boundaries", (CHANGED_AFTER,)), ("values", (0.125, 0.03125))))
            found.append({**part.settings, **second, "learning_rate": halved})
        return found

    def _case(self, pair: Pair, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str) -> Case:
        """Settings it is not told are Keras's defaults, as they are written: the third opinion knows that Keras rounds them."""
        made = pair.manner.base.make_case(settings, sizes, values, dtype, True)  # type: ignore[attr-defined]
        return replace(made, settings=settings)

    def opinion(self, pair: Pair, case: Case) -> Outcome:
        """Scratch's optimizer in float64, with settings as they are written and not through float32 as in Keras."""
        found = pair.manner.base.candidate(case.in_dtype("float64"))  # type: ignore[attr-defined]
        return {name: found[name] for name in SHAPES}

    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        run = self._run(case)
        found = run.variables_after(session.run(run.program), {name: case.inputs[name] for name in SHAPES})
        if not _moved(found) and _moved({name: rows for name, rows in reference().items() if name in SHAPES}):
            raise UnusableResultError(f"{self.update.name} moved no variable")
        return found

    def _run(self, case: Case) -> Run:
        """All updates of a case."""
        starts = {name: case.inputs[name] for name in SHAPES}
        gradients = {name: case.inputs[f"{name}_gradients"] for name in SHAPES}
        rates = self.rates(case, len(gradients["kernel"]))
        run = Run(self, FORMS[self.form](starts), dict(case.settings) | {"learning_rate": rates[0]})
        run.begin()
        for number, rate in enumerate(rates):
            run.one_update(
                number, {name: g[number] for name, g in gradients.items()}, rate, changed=bool(number) and rate != rates[number - 1]
            )
        if run.variables.asks:  # once more, to see where it has arrived
            run.one_update(len(rates), {name: g[-1] for name, g in gradients.items()}, rates[-1], changed=False)
        return run

    def kept_dtypes(self, session: Session, case: Case) -> frozenset[str]:
        run = self._run(case)
        owners = [Call(f"{HELPERS}.arrays_of", (owner,)) for owner in run.owners]
        results = session.run([*run.program, *owners])[len(run.program) :]
        return frozenset(str(a.dtype) for found in results for _, a in found if isinstance(a, np.ndarray))

    def rates(self, case: Case, updates: int) -> list[float]:
        """The learning rate of every update."""
        rate = case.settings.get("learning_rate", 0.0)
        if not isinstance(rate, tuple):
            return [rate] * updates
        from scratch.optimizers import schedules

        made = getattr(schedules, rate[0])(**{name: list(v) if isinstance(v, tuple) else v for name, v in rate[1]})
        return [float(made(number)) for number in range(updates)]


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
        return {role: self._states.get((group, role), self._start(role, group)) for role in wanted}

    def _start(self, role: str, group: str) -> Any:
        """Zeros, or the dictionary of settings that state will be added to."""
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


def _moved(variables: Outcome) -> bool:
    """Whether any variable is another one in the end; tiny gradients move none."""
    return any(not np.array_equal(rows[0], rows[-1]) for rows in variables.values())
