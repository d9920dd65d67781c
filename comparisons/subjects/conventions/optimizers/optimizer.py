"""`optimizer`: dictionaries, lists or single arrays of variables and gradients; updated in place or returned; state kept anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from comparisons.diagnosis.rules import UNROUNDED
from comparisons.diagnosis.updating import run
from comparisons.pairs.case import Case, Values
from comparisons.pairs.optimizer_pair import SHAPES, UPDATES
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.adapter import Adapter, Reference
from comparisons.subjects.conventions.calls import Function, UnusableResultError
from comparisons.subjects.conventions.optimizers.forms import FORMS
from comparisons.subjects.conventions.optimizers.options import RATE, Option, keras_settings, with_exact_rates
from comparisons.subjects.conventions.optimizers.parts import PARTS
from comparisons.subjects.conventions.optimizers.run import Run
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.worker import Call

SEVERAL = frozenset(
    ["params", "parameters", "vars", "variables", "thetas", "model_params", "trainable_params", "layer_params"]
)  # rather than one
IN_FLOAT32 = 1  # variants; Keras compiles each
SMALL = 0.0625  # gradients
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
        options: what else it may be told, by argument of the constructor or of the function.
        asked: settings of Keras that stand for the options it was told.
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
    options: Mapping[str, Option] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)

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
        found += [f"made with {name}={value}" for name, value in self._told_by.constants.items()]
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

    def usual(self, pair: Pair, dtype: str, seed: int) -> list[Case]:
        """Where it was told options: they are few, and nothing else need be drawn."""
        wanted = ((12, Values(seed)), (6, Values(seed + 1)), (3, Values(seed + 2, decimals=1))) if self.asked else ()
        return [_faded(self._case(pair, self._variants()[0], (count,), values, dtype)) for count, values in wanted]

    def asking(self, argument: str, setting: str) -> Optimizer | None:
        """The same, with an option turned on that stands for a setting of Keras; None if it takes something else that is not there."""
        option, first = self.options[argument], PARTS[self.part].values[0]
        if setting == RATE and setting not in self.told:
            return None
        told = {argument: option.value} if setting == RATE or setting not in self.told else {}
        asked = keras_settings(option, setting, first.get(RATE, 0.0))
        if option.needs and option.needs not in PARTS[self.part].settings:
            needed = next((name for name, other in self.options.items() if other.setting == option.needs), None)
            if needed is None:
                return None
            told, asked = told | {needed: self.options[needed].value}, asked | {option.needs: self.options[needed].value}
        by = self._told_by
        asked_for = replace(by, constants={**by.constants, **told})
        if self.maker is None:
            return replace(self, asked=asked, update=asked_for)
        return replace(self, asked=asked, maker=asked_for)

    @property
    def _told_by(self) -> Function:
        """What is told options: the constructor, or the function that updates."""
        return self.update if self.maker is None else self.maker

    def _variants(self) -> list[Mapping[str, Any]]:
        part = PARTS[self.part]
        first, second = ({name: value for name, value in values.items() if name in self.told} for values in part.values)
        if self.asked:
            return [{**part.settings, **first, **self.asked}]
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
        base = pair.manner.base  # type: ignore[attr-defined]
        if pair.name in UNROUNDED and RATE not in self.asked:
            return run(pair.name, case.in_dtype("float64"), UNROUNDED[pair.name])
        found = with_exact_rates(base, case) if RATE in self.asked else base.candidate(case.in_dtype("float64"))
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
        if RATE in self.asked:  # it changes the rate itself
            return [dict(rate[1])["initial_learning_rate"]] * updates
        from scratch.optimizers import schedules

        made = getattr(schedules, rate[0])(**{name: list(v) if isinstance(v, tuple) else v for name, v in rate[1]})
        return [float(made(number)) for number in range(updates)]


def _faded(case: Case) -> Case:
    """The same example with every second gradient small, as clipping leaves it alone."""
    gradients = {name: a.copy() for name, a in case.inputs.items() if name.endswith("_gradients")}
    for a in gradients.values():
        a[1::2] *= SMALL
    return case.with_inputs(**gradients)


def _moved(variables: Outcome) -> bool:
    """Whether any variable is another one in the end; tiny gradients move none."""
    return any(not np.array_equal(rows[0], rows[-1]) for rows in variables.values())
