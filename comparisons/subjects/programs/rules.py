"""Which update rule a program has built in, from a few updates of it by known gradients: Keras's, or one with a known difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any, NamedTuple

import numpy as np

from comparisons.diagnosis.explanation import Bound, Cause, applied, known
from comparisons.diagnosis.families import explanations_for
from comparisons.diagnosis.rules import RULES
from comparisons.diagnosis.updating import run
from comparisons.diagnosis.wording import remedy, said
from comparisons.pairs.case import Case, Values
from comparisons.subjects.references import pair_of
from comparisons.training.optimizer_names import OPTIMIZERS
from comparisons.training.plan import Named

CLOSE = 1e-9  # of the farthest way of a variable, in float64
MOST = 400  # numbers of each variable
FEW, FEW_UPDATES = 20, 2  # are enough to refute nearly everything
FORGETS = "keep the velocity, or the averages, from one update to the next"
PLAIN = ("SGD", {"learning_rate": 0.01})
TOLD_OTHERWISE = ("optimizer-state-shared", "not-accumulated")
"""One variable shares nothing with others; what is forgotten from one update to the next is told by `anew`."""
TOLD = frozenset(["coefficient-value", "adam-epsilon-value", "epsilon-value", "adagrad-initial-accumulator"])
"""Differences that are a setting of Keras."""


class Updates(NamedTuple):
    """What a program made of its weights.

    Args:
        gradients: of every update, weight by weight.
        weights: before the first update and after each.
        rate: learning rate.
    """

    gradients: Sequence[Sequence[np.ndarray]]
    weights: Sequence[Sequence[np.ndarray]]
    rate: float

    def of(self, number: int) -> Updates:
        """Of one weight alone."""
        return Updates([[g[number]] for g in self.gradients], [[w[number]] for w in self.weights], self.rate)

    def upwards(self) -> Updates:
        """The same moves as if gradients had the other sign."""
        return self._replace(gradients=[[-g for g in some] for some in self.gradients])

    def first(self, count: int) -> Updates:
        """Only the first of them."""
        return self._replace(gradients=self.gradients[:count], weights=self.weights[: count + 1])

    def alone(self, number: int) -> Updates:
        """One of them."""
        return self._replace(gradients=self.gradients[number : number + 1], weights=self.weights[number : number + 2])

    def case(self, most: int) -> tuple[Case, dict[str, np.ndarray]]:
        """An example of an optimizer's pair, and what the program has for it: kernels and biases each as one variable.

        Args:
            most: numbers of each.
        """
        inputs, mine = {}, {}
        for name, wanted in (("kernel", True), ("bias", False)):
            numbers = [i for i, w in enumerate(self.weights[0]) if (w.ndim > 1) == wanted]
            numbers = numbers or list(range(len(self.weights[0])))
            rows = np.stack([_joined([some[i] for i in numbers]) for some in self.weights])
            slopes = np.stack([_joined([some[i] for i in numbers]) for some in self.gradients])
            chosen = _telling(slopes, most)
            mine[name] = rows[:, chosen]
            inputs[name], inputs[f"{name}_gradients"] = mine[name][0], slopes[:, chosen]
        order = ("kernel", "bias", "kernel_gradients", "bias_gradients")
        return Case({"learning_rate": self.rate}, {name: inputs[name] for name in order}, Values(), "float64"), mine


@dataclass(frozen=True)
class Rule:
    """An update rule.

    Args:
        optimizer: Keras's, with the settings under which it is this or nearest to it.
        code, kind, says, fix: the difference that no setting of Keras makes good; empty if there is none.
        epsilon: of Adam on its corrected root; None if it is where Keras has it.
    """

    optimizer: Named
    code: str = ""
    kind: str = ""
    says: str = ""
    fix: str = ""
    epsilon: float | None = None

    @property
    def plain(self) -> bool:
        """Whether it is gradient descent."""
        name, settings = self.optimizer
        return name == "SGD" and not settings.get("momentum") and not self.code

    @property
    def text(self) -> str:
        """In words."""
        name, settings = self.optimizer
        told = ", ".join(f"{setting}={value}" for setting, value in settings.items() if setting != "learning_rate")
        return f"{name}({told})" if told else name


def rule_of(updates: Updates, *, simple: bool = False) -> Rule | None:
    """The simplest rule that reproduces every update.

    Args:
        updates: what is to be reproduced.
        simple: only Keras's own.
    """
    (case, mine), (few, of_few) = updates.case(MOST), updates.first(FEW_UPDATES).case(FEW)
    causes = takewhile(lambda found: not (simple and found[1]), _causes())
    with np.errstate(all="ignore"):
        likely = ((base, cause) for base, cause in causes if _reproduces(base, cause, few, of_few))
        return next((_rule(base, cause, case) for base, cause in likely if _reproduces(base, cause, case, mine)), None)


def anew(updates: Updates) -> Rule | None:
    """The rule that every update follows by itself, as if it were the first: what should last was forgotten."""
    first = rule_of(updates.alone(0))
    if first is None or any(rule_of(updates.alone(number)) != first for number in range(1, len(updates.gradients))):
        return None
    says = f"{first.text} at its first update, and begins anew at each: what should last from one to the next is forgotten"
    return replace(first, code="update-forgets", kind="D", says=says, fix=FORGETS, epsilon=None)


def _causes() -> Iterator[tuple[Named, Cause]]:
    """Keras's rules, then those with one difference, then those with a setting and one difference."""
    bases: list[Named] = [PLAIN, *(named for name, named in OPTIMIZERS.items() if name != "sgd")]
    yield from ((base, ()) for base in bases)
    singles = {number: _bounds(base) for number, base in enumerate(bases)}
    yield from ((base, (bound,)) for number, base in enumerate(bases) for bound in singles[number])
    for number, base in enumerate(bases):
        settings = [bound for bound in singles[number] if bound.code in ("coefficient-value", "adagrad-initial-accumulator")]
        for first in settings:
            others = (second for second in singles[number] if second.explanation is not first.explanation)
            yield from ((base, (second, first)) for second in others)  # a setting changes what the other one starts from


def _bounds(base: Named) -> list[Bound]:
    found = [explanation for explanation in explanations_for(_pair(base)) if explanation.code not in TOLD_OTHERWISE]
    return [bound for explanation in found for bound in known(explanation)]


def _pair(base: Named) -> Any:
    return pair_of(("optimizer", base[0]))


def _case(base: Named, case: Case) -> Case:
    return case.with_settings(**{**base[1], **case.settings})


def _reproduces(base: Named, cause: Cause, case: Case, mine: dict[str, np.ndarray]) -> bool:
    name = base[0]
    try:
        theirs = applied(cause, _pair(base), lambda case: run(name, case, RULES[name]))(_case(base, case))
    except (ValueError, KeyError):
        return False  # it makes no sense for this rule
    return all(_alike(mine[what], theirs[what]) for what in mine)


def _alike(mine: np.ndarray, theirs: np.ndarray) -> bool:
    way = np.abs(mine - mine[0]).max(axis=0, keepdims=True)
    return mine.shape == theirs.shape and bool((np.abs(mine - theirs) <= CLOSE * way + 1e-15 * np.abs(mine)).all())


def _rule(base: Named, cause: Cause, case: Case) -> Rule:
    name, settings = base[0], dict(base[1])
    told = [bound for bound in cause if bound.code in TOLD and bound.explanation.parameter is not None]
    for bound in told:
        assert bound.explanation.parameter is not None
        settings[bound.explanation.parameter.setting] = bound.number
    left = next((bound for bound in cause if bound not in told), None)
    if left is None:
        return Rule((name, settings))
    hat = left.number if left.code == "adam-epsilon-hat" and "sqrt(v_hat)," in left.explanation.says else None
    words = {"code": left.code, "kind": left.kind, "says": said(left), "fix": remedy(left, "kernel", {}, _pair(base), _case(base, case))}
    return Rule((name, settings), epsilon=hat, **words)


def _joined(arrays: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.asarray(a, "float64").reshape(-1) for a in arrays])


def _telling(slopes: np.ndarray, most: int) -> np.ndarray:
    """Some of the numbers whose gradients are not 0 all the time."""
    moved = np.flatnonzero(np.abs(slopes).max(axis=0))
    return moved[:: max(1, len(moved) // most)][:most]
