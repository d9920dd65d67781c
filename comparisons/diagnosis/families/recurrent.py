"""Mistakes in recurrent layers: gates in another order, the reset gate elsewhere, no gradient through time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from scratch import layers
from scratch.differentiable import Array

GATES = {"LSTM": "ifco", "GRU": "zrh"}
"""Keras's order."""

WEIGHTS = ("kernel", "recurrent_kernel", "bias")
Change = Callable[[np.ndarray], np.ndarray]


def recurrent(*names: str) -> Callable[[Pair], bool]:
    return lambda pair: pair.kind == "layer" and pair.name in names


def with_weights(model: Model, case: Case, there: Change, back: Change) -> Outcome:
    """The outcome for changed weights, its gradients changed back."""
    found = model(case.with_inputs(**{name: there(case.inputs[name]) for name in WEIGHTS if name in case.inputs}))
    return {what: back(a) if what.removeprefix("gradient of ") in WEIGHTS else a for what, a in found.items()}


def blocks(a: np.ndarray, count: int) -> list[np.ndarray]:
    """The gates' parts of a weight, side by side on its last axis."""
    return np.split(a, count, axis=-1)


def in_order(order: tuple[int, ...]) -> Callable[[Pair, Model, Case], Outcome]:
    """Weights whose blocks are taken for others than they are for Keras."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        back = tuple(np.argsort(order))
        return with_weights(
            model, case, lambda a: np.concatenate([blocks(a, len(order))[i] for i in order], axis=-1),
            lambda a: np.concatenate([blocks(a, len(order))[i] for i in back], axis=-1),
        )  # fmt: skip

    return predict


def update_gate_swapped(pair: Pair, model: Model, case: Case) -> Outcome:
    """h = (1 - z) h + z h_new: as good as a gate of the opposite sign."""

    def opposite(a: np.ndarray) -> np.ndarray:
        z, r, h = blocks(a, 3)
        return np.concatenate([-z, r, h], axis=-1)

    return with_weights(model, case, opposite, opposite)


def reset_before(pair: Pair, model: Model, case: Case) -> Outcome:
    """The reset gate on h, before the product; the two rows of the bias come together then."""
    if not case.settings.get("reset_after", True):
        raise ValueError("that is what the settings say")
    changed = case.with_settings(reset_after=False)
    if "bias" not in case.inputs:
        return model(changed)
    found = model(changed.with_inputs(bias=case.inputs["bias"].sum(axis=0)))
    return {**found, "gradient of bias": np.stack([found["gradient of bias"]] * 2)}


def reset_after_one_bias(pair: Pair, model: Model, case: Case) -> Outcome:
    """The reset gate on the product, which has no bias of its own."""
    if case.settings.get("reset_after", True):
        raise ValueError("that is what the settings say")
    changed = case.with_settings(reset_after=True)
    if "bias" not in case.inputs:
        return model(changed)
    bias = case.inputs["bias"]
    found = model(changed.with_inputs(bias=np.stack([bias, np.zeros_like(bias)])))
    return {**found, "gradient of bias": found["gradient of bias"][0]}


def cut(states: tuple[int, ...]) -> Callable[[Pair, Model, Case], Outcome]:
    """Without the gradient that these states of the step before would get."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        right = getattr(layers, pair.name)

        def step_vjp(self: Any, *arguments: Any) -> tuple[Array, tuple[Array, ...]]:
            dcontribution, dstates = right.step_vjp(self, *arguments)
            return dcontribution, tuple(d * 0 if i in states else d for i, d in enumerate(dstates))

        return computed(type(right.__name__, (right,), {"step_vjp": step_vjp}), case)

    return predict


def computed(cls: Any, case: Case) -> Outcome:
    """What a layer of scratch computes."""
    if "mask" in case.given:
        raise ValueError("people have no masks")
    layer = cls(**case.settings, dtype=case.dtype)
    layer.ensure_built((None, *case.x.shape[1:]))
    for name, target in layer.params.items():
        target[...] = case.inputs[name]
    y = layer.forward(case.x, case.training)
    dx = layer.backward(case.upstream(y.shape))
    return {"output": y, "gradient of x": dx} | {f"gradient of {name}": a for name, a in layer.grads.items()}


def orders() -> Iterator[Explanation]:
    for name, gates in GATES.items():
        for order in list(permutations(range(len(gates))))[1:]:
            told = ", ".join(gates[i] for i in np.argsort(order))
            yield Explanation("gate-order", f"the gates are in the order {told}", in_order(order), recurrent(name))


def other_activations() -> Iterator[Explanation]:
    for attribute, says, names, parts in (
        ("activation", "the activation is", ("sigmoid", "relu", "linear"), ("SimpleRNN", "GRU", "LSTM")),
        ("recurrent_activation", "the activation of the gates is", ("tanh", "hard_sigmoid", "linear"), ("GRU", "LSTM")),
    ):
        for name in names:
            yield Explanation("other-activation", f"{says} {name}", with_setting(attribute, name), recurrent(*parts))


def with_setting(attribute: str, name: str) -> Callable[[Pair, Model, Case], Outcome]:
    return lambda pair, model, case: model(case.with_settings(**{attribute: name}))


EXPLANATIONS = [
    *orders(),
    *other_activations(),
    Explanation("gate-order", "z and 1 - z are swapped: h = (1 - z) * h + z * h_new", update_gate_swapped, recurrent("GRU")),
    Explanation(
        "reset-after", "the reset gate is applied to h before the matrix product: reset_after=False", reset_before, recurrent("GRU")
    ),
    Explanation(
        "reset-after",
        "the reset gate is applied after the matrix product, as Keras does by reset_after=True, but with one bias",
        reset_after_one_bias,
        recurrent("GRU"),
        fix="state it, or apply the gate to h before the product",
    ),
    Explanation("bptt-missing", "no gradient goes from a step to the one before", cut((0, 1)), recurrent("SimpleRNN", "GRU", "LSTM")),
    Explanation("bptt-missing", "no gradient of h goes from a step to the one before", cut((0,)), recurrent("LSTM")),
    Explanation("bptt-missing", "no gradient of c goes from a step to the one before", cut((1,)), recurrent("LSTM")),
]
