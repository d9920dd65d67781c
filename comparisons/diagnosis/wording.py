"""One line for a cause, one for its remedy, in the candidate's own names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from comparisons.diagnosis.catalogue import CATALOGUE
from comparisons.diagnosis.evidence import Evidence, Observation
from comparisons.diagnosis.explanation import Bound
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Pair

ROLES = {
    "over the batch": "axis=0",
    "input": "x",
    "output": "y",
    "upstream": "dy",
    "kernel": "W",
    "bias": "b",
    "input gradient": "dx",
    "kernel gradient": "dW",
    "bias gradient": "db",
    "embeddings gradient": "dW",
    "alpha gradient": "dalpha",
    "gamma gradient": "dgamma",
    "prediction": "y_pred",
    "target": "y_true",
    "loss value": "the loss",
    "loss gradient": "its gradient",
}
"""What the parts of somebody's code are called unless their own names are known."""


class _Names(dict[str, str]):
    """Names by role; a role nobody knows stands for itself."""

    def __missing__(self, role: str) -> str:
        return role


def remedy(bound: Bound, what: str, names: Mapping[str, str], pair: Pair, case: Case) -> str:
    """The fix, in the candidate's names."""
    template = bound.explanation.fix or CATALOGUE[bound.code].fix
    return _filled(template, bound, what, {**names, "expected": _expected(bound, pair, case)})


def _expected(bound: Bound, pair: Pair, case: Case) -> str:
    """Keras's value of the number that the candidate has otherwise."""
    name = bound.explanation.parameter.setting if bound.explanation.parameter is not None else ""
    default = pair.reference_arguments().get(name) if name and name not in case.settings else None
    value = case.settings.get(name, default)
    return f"{float(np.float32(value)):.6g}" if isinstance(value, (int, float)) else "Keras's value"


def summary(bound: Bound, what: str, names: Mapping[str, str], evidence: Evidence, seen: list[Observation]) -> str:
    """What was done, with the numbers that prove it."""
    told = _filled(bound.explanation.says, bound, what, names)
    shown = example_of(evidence, seen, what)
    return f"{told} ({shown}, {counted(seen, what)})"


def said(bound: Bound) -> str:
    """What was done, in words of its own."""
    return _filled(bound.explanation.says, bound, "", {})


def example_of(evidence: Evidence, seen: list[Observation], what: str) -> str:
    """The place where candidate and Keras are furthest apart, on the smallest example that shows it."""
    offered = [o for o in seen if o.mine is not None and what in o.mine]
    failing = [o for o in offered if evidence.roughly(o, what).any()] or [o for o in offered if not evidence.with_keras(o, what).passed]
    if not failing:
        return "on no example apart"
    observation = min(failing, key=lambda o: sum(a.size for a in o.case.inputs.values()))
    compared = evidence.with_keras(observation, what)
    if compared.problem:
        return f"{what}: {compared.problem}"
    worst = np.unravel_index(int(np.nan_to_num(compared.shares, posinf=np.inf).argmax()), compared.shares.shape)
    place = f"{[int(i) for i in worst]} of the {what}" if worst else f"the {what}"
    return f"{place}: {number(compared.candidate[worst])}, Keras {number(compared.reference[worst])}"


def counted(seen: list[Observation], what: str) -> str:
    """How much it reproduces."""
    told = [np.size(o.mine[what]) for o in seen if o.mine is not None and what in o.mine]
    return f"reproduced in {sum(told)} of {sum(told)} numbers on {len(told)} examples"


def number(value: float) -> str:
    """Short, but not shorter than it takes to tell."""
    return f"{float(value):.6g}"


def _filled(template: str, bound: Bound, what: str, names: Mapping[str, str]) -> str:
    found = "" if bound.number is None else number(bound.number)
    return template.format_map(_Names({**ROLES, "what": _place(what, names), **names, "parameter": found}))


def _place(what: str, names: Mapping[str, str]) -> str:
    """A quantity of the outcome in the candidate's names, such as `db` for the gradient of the bias."""
    roles = {"gradient of x": "input gradient", "gradient of y_pred": "loss gradient", "output": "output"}
    role = roles.get(what, what.removeprefix("gradient of ") + " gradient" if what.startswith("gradient of ") else what)
    return names.get(role, f"the {what}")
