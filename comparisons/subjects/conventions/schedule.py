"""`schedule`: a function of a step and of what the rate depends on, or an object that is made with that and asked for a step."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.adapter import Adapter, Reference
from comparisons.subjects.conventions.calls import Function, as_array
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.inventory.schedules import asked, roles_of
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.worker import Ref, Step

CHOICES: Mapping[str, tuple[Any, ...]] = {
    "initial_learning_rate": (0.5, 0.001), "decay_steps": (10, 33), "decay_rate": (0.5, 0.96), "alpha": (0.0, 0.1),
    "end_learning_rate": (0.0001, 0.0), "power": (1.0, 0.5, 2.0), "staircase": (False, True),
}  # fmt: skip
COUNT = 7  # steps of an example
TELLING = (0, 1, 2, 4, 5, 6, 9, 10, 11, 20, 30, 33, 34, 66, 100)
"""Steps at which periods and pieces end, and some around them."""
STAIRS = ("floor", "//", "int(")


@dataclass(frozen=True)
class Schedule(Adapter):
    """Calls a schedule, one step after the other.

    Args:
        part: which.
        asked: the function or method that is asked for a rate.
        maker: makes the object; None for functions.
        pinned: settings that it has whatever it is told.
        exponent: its decay is told as k of exp(-k t).
        floor: it is told the last rate, where Keras is told its share of the first.
    """

    convention: ClassVar[str] = "schedule"
    part: str
    asked: Function
    maker: Function | None
    pinned: Mapping[str, Any]
    exponent: bool = False
    floor: bool = False

    @property
    def details(self) -> tuple[str, ...]:
        found = [f"{name}={value}" for name, value in self.pinned.items()]
        return (*found, *(["its rate of decay is told as k of exp(-k t)"] if self.exponent else []))

    def settings(self, pair: Pair) -> Mapping[str, tuple[Any, ...]]:
        told = {*self.asked.keywords.values(), *(self.maker.keywords.values() if self.maker is not None else ())}
        found = {name: values for name, values in CHOICES.items() if name in told}
        found |= {"pieces": pair.settings["pieces"]} if self.part == "PiecewiseConstantDecay" else {}
        return found | ({"alpha": CHOICES["alpha"]} if self.floor else {})

    def fixed(self, pair: Pair) -> Mapping[str, Any]:
        return self.pinned

    def probe_case(self, pair: Pair) -> Case:
        """In single precision, as Keras computes rates."""
        settings = {name: values[-1] for name, values in pair.varied().items()}
        if self.part == "PiecewiseConstantDecay":
            settings = {"pieces": pair.varied()["pieces"][1]}
        made = pair.make_case(settings, (COUNT,), Values(seed=7, magnitude=1), "float32", True)
        return replace(made, inputs={"steps": np.arange(0, 6 * COUNT, 6, dtype="int64")})

    def usual(self, pair: Pair, dtype: str, seed: int) -> list[Case]:
        """At the ends of periods and around them, with every value of a setting once at least."""
        varied = pair.varied()
        count = max((len(values) for values in varied.values()), default=1)
        made = []
        for number in range(count):
            settings = {name: values[min(number, len(values) - 1)] for name, values in varied.items()}
            case = pair.make_case(settings, (len(TELLING),), Values(seed=seed), dtype, True)
            made.append(replace(case, inputs={"steps": np.asarray(TELLING)}))
        return made

    def small_sizes(self, pair: Pair) -> tuple[tuple[int, ...], ...]:
        return ((1,), (2,), (3,))

    def probe_sizes(self, pair: Pair) -> tuple[int, ...]:
        return (COUNT,)

    def opinion(self, pair: Pair, case: Case) -> Outcome:
        """The rule in double precision, with settings as they are written."""
        rule = RULES[self.part]
        return {"output": np.asarray([rule(float(step), case.settings) for step in case.inputs["steps"]])}

    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        values: dict[str, Any] = {name: list(value) if isinstance(value, tuple) else value for name, value in case.settings.items()}
        if self.exponent:
            values["decay_rate"] = -math.log(values["decay_rate"])
        if self.floor:
            values["end_learning_rate"] = values["alpha"] * values["initial_learning_rate"]
        program: list[Step] = [] if self.maker is None else [self.maker.call(values, silent=True)]
        owner = None if self.maker is None else Ref(0)
        program += [self.asked.call(values | {"step": int(step)}, owner) for step in case.inputs["steps"]]
        rates = session.run(program)[0 if self.maker is None else 1 :]
        return {"output": np.asarray([float(as_array(rate, self.asked.name).reshape(())) for rate in rates])}


def ways(sighting: Sighting, part: str) -> Iterator[Schedule]:
    """The same told decays as powers and as exponents, going down in steps or all the time; the numbers decide."""
    member = sighting.value
    method = None if member is None else asked(member)
    roles = None if member is None else roles_of(member, part)
    if member is None or method is None or roles is None:
        return
    keywords = {name: role for name, role in roles.items() if role != "step"}
    if member.kind == "function":
        call, maker = Function(member.path, (), roles), None
    else:
        call, maker = Function(method.name, ("step",), arguments=tuple(required(method))), Function(member.path, (), keywords)
    told = set(roles.values())
    floor = part == "CosineDecay" and "end_learning_rate" in told
    pinned: dict[str, Any] = {} if "decay_steps" in told or part == "PiecewiseConstantDecay" else {"decay_steps": 1}
    for exponent in (False, True) if part == "ExponentialDecay" and "exp(" in method.source else (False,):
        for stairs in (False, True) if "staircase" not in told and any(word in method.source for word in STAIRS) else (None,):
            more = {} if stairs is None else {"staircase": stairs}
            if part in STEPPED or stairs is None:
                yield Schedule(part, call, maker, {**pinned, **more}, exponent, floor)


STEPPED = ("ExponentialDecay", "InverseTimeDecay")


def _periods(step: float, told: Mapping[str, Any]) -> float:
    periods = step / told["decay_steps"]
    return math.floor(periods) if told.get("staircase") else periods


def _exponential(step: float, told: Mapping[str, Any]) -> float:
    return float(told["initial_learning_rate"] * told["decay_rate"] ** _periods(step, told))


def _inverse(step: float, told: Mapping[str, Any]) -> float:
    return float(told["initial_learning_rate"] / (1 + told["decay_rate"] * _periods(step, told)))


def _cosine(step: float, told: Mapping[str, Any]) -> float:
    share = 0.5 * (1 + math.cos(math.pi * min(1.0, step / told["decay_steps"])))
    return float(told["initial_learning_rate"] * ((1 - told["alpha"]) * share + told["alpha"]))


def _polynomial(step: float, told: Mapping[str, Any]) -> float:
    last, left = told["end_learning_rate"], 1 - min(1.0, step / told["decay_steps"])
    return float((told["initial_learning_rate"] - last) * left ** told["power"] + last)


def _piecewise(step: float, told: Mapping[str, Any]) -> float:
    return float(next((value for bound, value in zip(told["boundaries"], told["values"]) if step <= bound), told["values"][-1]))


RULES: Mapping[str, Callable[[float, Mapping[str, Any]], float]] = {
    "ExponentialDecay": _exponential, "InverseTimeDecay": _inverse, "CosineDecay": _cosine, "PolynomialDecay": _polynomial,
    "PiecewiseConstantDecay": _piecewise,
}  # fmt: skip
