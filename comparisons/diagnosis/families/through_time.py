"""Slips in the loop back through time: `=` for `+=`, the state after a step for the one before it, a kernel that is not transposed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.recurrent import computed, recurrent
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from scratch import layers


def first_step_alone(*names: str) -> Callable[[Pair, Model, Case], Outcome]:
    """The gradients of these weights as the last step of the way back, the first in time, leaves them."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        right = getattr(layers, pair.name)
        seen: list[np.ndarray] = []

        def step_vjp(self: Any, *arguments: Any) -> Any:
            dcontribution, dstates = right.step_vjp(self, *arguments)
            seen.append(dcontribution)
            return dcontribution, dstates

        def vjp(self: Any, dy: np.ndarray, cache: Any, input_gradient: bool) -> Any:
            dx, found = right.vjp(self, dy, cache, input_gradient)
            (flat, run), last = cache, seen[-1]
            first = run._replace(before=run.before[:1], traces=run.traces[:1], outputs=run.outputs[:1])
            alone = {"kernel": flat[: len(last)].T @ last, **self.recurrent_gradients(last[None], first)}  # steps come first
            return dx, {**found, **{name: alone[name] for name in names if name in alone}}

        return computed(type(right.__name__, (right,), {"step_vjp": step_vjp, "vjp": vjp}), case)

    return predict


def state_after(pair: Pair, model: Model, case: Case) -> Outcome:
    """The gradient of the recurrent kernel with the state after each step."""
    right = getattr(layers, pair.name)

    def recurrent_gradients(self: Any, dcontributions: Any, run: Any) -> Any:
        return right.recurrent_gradients(self, dcontributions, run._replace(before=[(h,) for h in run.outputs]))

    return computed(type(right.__name__, (right,), {"recurrent_gradients": recurrent_gradients}), case)


def untransposed(pair: Pair, model: Model, case: Case) -> Outcome:
    """dz U instead of dz U^T goes to the step before."""

    class Untransposed(layers.SimpleRNN):
        """Going back through the kernel as it is."""

        def step_vjp(self, *arguments: Any) -> Any:
            dz, _ = super().step_vjp(*arguments)
            return dz, (dz @ self.params["recurrent_kernel"],)

    return computed(Untransposed, case)


def stopping_early(pair: Pair, model: Model, case: Case) -> Outcome:
    """`for t in range(T - 1, 0, -1)`: the first step is not gone back through."""
    right = getattr(layers, pair.name)
    left = [case.x.shape[1]]

    def step_vjp(self: Any, *arguments: Any) -> Any:
        dcontribution, dstates = right.step_vjp(self, *arguments)
        left[0] -= 1
        return (dcontribution if left[0] else dcontribution * 0), dstates

    return computed(type(right.__name__, (right,), {"step_vjp": step_vjp}), case)


def carried_as_it_is(pair: Pair, model: Model, case: Case) -> Outcome:
    """dh U^T instead of dz U^T goes to the step before."""

    class Carried(layers.SimpleRNN):
        """Going back to the step before without the derivative of the activation."""

        def step_vjp(self, dstates: Any, *rest: Any) -> Any:
            dz, _ = super().step_vjp(dstates, *rest)
            return dz, (dstates[0] @ self.params["recurrent_kernel"].T,)

    return computed(Carried, case)


def slope_of_state_before(pair: Pair, model: Model, case: Case) -> Outcome:
    """1 - h^2 with the state before the step."""
    if case.settings.get("activation", "tanh") != "tanh":
        raise ValueError("another activation")

    class Before(layers.SimpleRNN):
        """Going back with the derivative at the wrong state."""

        def step_vjp(self, dstates: Any, states: Any, trace: Any) -> Any:
            dz = dstates[0] * (1 - states[0] ** 2)
            return dz, (dz @ self.params["recurrent_kernel"].T,)

    return computed(Before, case)


is_recurrent = recurrent("SimpleRNN", "LSTM", "GRU")
is_simple = recurrent("SimpleRNN")

EXPLANATIONS = [
    *(
        Explanation(
            "not-accumulated",
            "{what} is that of the first step alone, which the way back comes to last",
            first_step_alone(*names),
            is_recurrent,
            fix="{what} += ... in every step",
        )
        for names in (("kernel",), ("recurrent_kernel",), ("bias",), ("kernel", "recurrent_kernel"), ("kernel", "recurrent_kernel", "bias"))
    ),
    Explanation(
        "state-off-by-one",
        "the gradient of the recurrent kernel is taken with the state after each step",
        state_after,
        is_recurrent,
        fix="multiply by the state before the step, h[t - 1].T @ ...",
    ),
    Explanation(
        "missing-transpose",
        "what goes to the step before is dz @ U, U the recurrent kernel",
        untransposed,
        is_simple,
        fix="dh = dz @ U.T",
    ),
    Explanation(
        "bptt-missing",
        "the way back stops before the first step",
        stopping_early,
        is_recurrent,
        fix="for t in range(T - 1, -1, -1), or reversed(range(T))",
    ),
    Explanation(
        "derivative-omitted",
        "what goes to the step before is dh @ U.T, without the derivative of the activation",
        carried_as_it_is,
        is_simple,
        fix="dh = dz @ U.T, dz = dh * (1 - h**2)",
    ),
    Explanation(
        "state-off-by-one",
        "the derivative of tanh is taken at the state before each step",
        slope_of_state_before,
        is_simple,
        fix="1 - h[t]**2, h[t] the state after the step",
    ),
]
