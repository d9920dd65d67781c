"""Slips within one step of a GRU: a gate that is left out or stands where another should."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.cross_entropy import sigmoid
from comparisons.diagnosis.families.recurrent import blocks, recurrent
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Mix = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""From the update gate, the state before and the new one to the state after."""


def mixed(mix: Mix) -> Callable[[Pair, Model, Case], Outcome]:
    """The output with another formula for the state; nothing is said of gradients."""
    return lambda pair, model, case: {"output": _states(case, mix, reset="state")}


def without_reset(pair: Pair, model: Model, case: Case) -> Outcome:
    """As if the reset gate were always 1."""
    return {"output": _states(case, usual, reset="nothing")}


def reset_of_input(pair: Pair, model: Model, case: Case) -> Outcome:
    """The reset gate on what comes from x, and h as it is."""
    return {"output": _states(case, usual, reset="input")}


def update_for_reset(pair: Pair, model: Model, case: Case) -> Outcome:
    """The update gate in place of the reset gate."""
    return {"output": _states(case, usual, reset="state", by_update=True)}


def usual(z: np.ndarray, h: np.ndarray, new: np.ndarray) -> np.ndarray:
    return z * h + (1 - z) * new


def _states(case: Case, mix: Mix, *, reset: str, by_update: bool = False) -> np.ndarray:
    """The states, or the last; the gate, or the update gate, resets the `'state'`, as it should, the `'input'` or `'nothing'`."""
    if case.settings.get("activation", "tanh") != "tanh" or case.settings.get("recurrent_activation", "sigmoid") != "sigmoid":
        raise ValueError("another activation")
    if "mask" in case.given or case.settings.get("go_backwards") or case.settings.get("return_state"):
        raise ValueError("people have none of these")
    x, kernel, recurrent_kernel = (case.inputs[name] for name in ("x", "kernel", "recurrent_kernel"))
    bias = case.inputs.get("bias", np.zeros(kernel.shape[-1], dtype=case.dtype))
    of_x, of_h = bias if bias.ndim == 2 else (bias, np.zeros_like(bias))
    after, h, found = case.settings.get("reset_after", True), np.zeros((len(x), len(recurrent_kernel)), dtype=case.dtype), []
    for t in range(x.shape[1]):
        (xz, xr, xh), (hz, hr, hh) = blocks(x[:, t] @ kernel + of_x, 3), blocks(h @ recurrent_kernel + of_h, 3)
        gate = sigmoid(xz + hz) if by_update else sigmoid(xr + hr)
        r, of_input = (gate if reset == whose else np.ones_like(h) for whose in ("state", "input"))
        new = np.tanh(of_input * xh + (r * hh if after else (r * h) @ blocks(recurrent_kernel, 3)[-1]))
        h = mix(sigmoid(xz + hz), h, new)
        found.append(h)
    return np.stack(found, axis=1) if case.settings.get("return_sequences") else found[-1]


MIX = "h = z * h + (1 - z) * h_new"
is_gru = recurrent("GRU")

EXPLANATIONS = [
    Explanation("gate-formula", "the reset gate is not used", without_reset, is_gru, fix="np.tanh(x @ W + (r * h) @ U + b)"),
    Explanation(
        "gate-formula",
        "the reset gate multiplies what comes from {input}, not what comes from h",
        reset_of_input,
        is_gru,
        fix="np.tanh(x @ W + (r * h) @ U + b)",
    ),
    Explanation(
        "gate-formula",
        "the update gate z multiplies h, where the reset gate r belongs",
        update_for_reset,
        is_gru,
        fix="np.tanh(x @ W + (r * h) @ U + b)",
    ),
    Explanation("gate-formula", "h is z * h + z * h_new", mixed(lambda z, h, new: z * h + z * new), is_gru, fix=MIX),
    Explanation("gate-formula", "h is (1 - z) * h + (1 - z) * h_new", mixed(lambda z, h, new: (1 - z) * (h + new)), is_gru, fix=MIX),
    Explanation("gate-formula", "h is z * h + h_new", mixed(lambda z, h, new: z * h + new), is_gru, fix=MIX),
    Explanation("gate-formula", "h is h + z * h_new", mixed(lambda z, h, new: h + z * new), is_gru, fix=MIX),
]
