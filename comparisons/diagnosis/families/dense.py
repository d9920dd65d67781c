"""Mistakes in the gradients of dense layers, and of what has weights like them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model, Parameter
from comparisons.diagnosis.families.activations import BY_INPUT, BY_OUTPUT, without_upstream
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from scratch import activations

BIASED = ("Dense", "Conv1D", "Conv2D", "Conv2DTranspose", "DepthwiseConv2D", "SeparableConv2D")


def is_dense(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name == "Dense"


def has_bias(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name in BIASED


def has_weights(pair: Pair) -> bool:
    return has_bias(pair) or (pair.kind == "layer" and pair.name in ("SimpleRNN", "LSTM", "GRU"))


def has_kernel(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name in ("Dense", "Conv1D", "Conv2D")


def at_logits(pair: Pair, model: Model, case: Case) -> np.ndarray:
    """dL/dz, z what the layer's activation is applied to: the derivative of the activation is in it."""
    linear = model(case.with_settings(activation=None)) if case.settings.get("activation") else model(case)
    z = linear["output"]
    dy = case.upstream(z.shape)
    function: Any = activations.get(case.settings.get("activation"))
    return np.asarray(function.vjp(dy, z, function(z)), dtype=case.dtype)


def backwards_from(dz_of: Callable[[Case, np.ndarray, np.ndarray], np.ndarray]) -> Callable[[Pair, Model, Case], Outcome]:
    """All gradients of a dense layer from another dL/dz: (case, dy, z) -> dz."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        z = model(case.with_settings(activation=None))["output"]
        dz = dz_of(case, case.upstream(z.shape), z)
        rows, flat = case.x.reshape(-1, case.x.shape[-1]), dz.reshape(-1, dz.shape[-1])
        found = {"output": model(case)["output"], "gradient of x": dz @ case.inputs["kernel"].T, "gradient of kernel": rows.T @ flat}
        return found | {"gradient of bias": flat.sum(axis=0)}

    return predict


def activation_of(case: Case) -> str:
    return str(case.settings.get("activation"))


def without_derivative(case: Case, dy: np.ndarray, z: np.ndarray) -> np.ndarray:
    return dy


def ones(case: Case, dy: np.ndarray, z: np.ndarray) -> np.ndarray:
    return np.ones_like(dy)


def masked_by_upstream(case: Case, dy: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Of a relu, the mask of dy rather than of z; any other activation as it should be."""
    function: Any = activations.get(activation_of(case))
    return np.where(dy > 0, dy, 0) if activation_of(case) == "relu" else function.vjp(dy, z, function(z))


def derivative_of_input(case: Case, dy: np.ndarray, z: np.ndarray) -> np.ndarray:
    """The form for the output, at the input."""
    return dy * BY_OUTPUT[activation_of(case)](z)


def derivative_at_output(case: Case, dy: np.ndarray, z: np.ndarray) -> np.ndarray:
    """The form for the input, at the output."""
    function: Any = activations.get(activation_of(case))
    return dy * BY_INPUT[activation_of(case)](function(z))


def forward_transposed(pair: Pair, model: Model, case: Case) -> Outcome:
    """x W^T."""
    found = model(case)
    z = case.x @ case.inputs["kernel"].T + case.inputs.get("bias", np.zeros(1, dtype=case.dtype))
    function: Any = activations.get(case.settings.get("activation"))
    return {**found, "output": function(z)}


def backward_untransposed(pair: Pair, model: Model, case: Case) -> Outcome:
    """dz W."""
    return {**model(case), "gradient of x": at_logits(pair, model, case) @ case.inputs["kernel"]}


def input_gradient_transposed(pair: Pair, model: Model, case: Case) -> Outcome:
    """W dz^T."""
    found = model(case)
    return {**found, "gradient of x": np.ascontiguousarray(found["gradient of x"].T)}


def kernel_gradient_transposed(pair: Pair, model: Model, case: Case) -> Outcome:
    """dz^T x."""
    found = model(case)
    return {**found, "gradient of kernel": np.ascontiguousarray(found["gradient of kernel"].T)}


def kernel_gradient_untransposed(pair: Pair, model: Model, case: Case) -> Outcome:
    """x dz, which fits if there are as many samples as inputs."""
    return {**model(case), "gradient of kernel": case.x @ at_logits(pair, model, case)}


def stored_transposed(pair: Pair, model: Model, case: Case) -> Outcome:
    """Everything right for the transposed kernel."""
    found = model(case.with_inputs(kernel=np.ascontiguousarray(case.inputs["kernel"].T)))
    return {**found, "gradient of kernel": np.ascontiguousarray(found["gradient of kernel"].T)}


def square(pair: Pair, case: Case) -> Iterator[Case]:
    """As many units as inputs, and as many samples: what is transposed raises nothing."""
    kernel = case.inputs.get("kernel")
    if kernel is None or kernel.ndim != 2 or case.x.ndim != 2:
        return
    n = max(3, kernel.shape[1])
    settings = {"units": n} if "units" in case.settings else {}
    for rows in (n, n + 2):
        made = pair.make_case({**case.settings, **settings}, (rows, n), case.values, case.dtype, case.training)
        if made.inputs["kernel"].shape == (n, n):
            yield made


def weights_times(factor: Callable[[Case], float]) -> Callable[[Pair, Model, Case], Outcome]:
    """The gradients of the weights times something; that of x is right."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        kept = ("output", "gradient of x")
        return {what: a if what in kept else a * np.asarray(factor(case), dtype=a.dtype) for what, a in model(case).items()}

    return predict


def through_updated(pair: Pair, model: Model, case: Case, rate: float) -> Outcome:
    """dz (W - rate dW)^T."""
    found = model(case)
    updated = case.inputs["kernel"] - np.asarray(rate, dtype=case.dtype) * found["gradient of kernel"]
    return {**found, "gradient of x": at_logits(pair, model, case) @ updated.T}


def with_penalty(share: Callable[[Case], float]) -> Callable[[Pair, Model, Case, float], Outcome]:
    """dW + factor share W."""

    def predict(pair: Pair, model: Model, case: Case, factor: float) -> Outcome:
        found = model(case)
        return {
            **found,
            "gradient of kernel": found["gradient of kernel"] + np.asarray(factor * share(case), case.dtype) * case.inputs["kernel"],
        }

    return predict


RATES = Parameter("learning rate", (1024.0, 0.01, 0.1, 0.001), 1e-6, 1e5)
PENALTIES = Parameter("factor", (0.01, 0.001, 0.02, 0.002, 1e-4, 2e-4, 5e-4, 0.1, 0.2), 1e-8, 100.0)
AGREES = "Keras's kernel_regularizer=L2(lam) adds 2 lam {kernel}: compare with that, or keep the penalty apart from {kernel gradient}"

EXPLANATIONS = [
    Explanation(
        "divided-twice",
        "the gradients of the weights are 1/N x Keras's, N the batch size",
        weights_times(lambda case: 1 / len(case.x)),
        has_weights,
    ),
    Explanation(
        "sum-not-mean",
        "the gradients of the weights are N x Keras's, N the batch size",
        weights_times(lambda case: float(len(case.x))),
        has_weights,
    ),
    Explanation(
        "missing-transpose",
        "forward takes {input} @ {kernel}.T",
        forward_transposed,
        is_dense,
        telling=square,
        fix="{output} = {input} @ {kernel} + {bias}",
    ),
    Explanation(
        "missing-transpose",
        "{input gradient} is {upstream} @ {kernel}",
        backward_untransposed,
        is_dense,
        telling=square,
        fix="{input gradient} = {upstream} @ {kernel}.T",
    ),
    Explanation(
        "missing-transpose",
        "{input gradient} is transposed: {kernel} @ {upstream}.T",
        input_gradient_transposed,
        is_dense,
        telling=square,
        fix="{input gradient} = {upstream} @ {kernel}.T",
    ),
    Explanation(
        "missing-transpose",
        "{kernel gradient} is transposed",
        kernel_gradient_transposed,
        is_dense,
        telling=square,
        fix="{kernel gradient} = {input}.T @ {upstream}",
    ),
    Explanation(
        "missing-transpose",
        "{kernel gradient} is {input} @ {upstream}",
        kernel_gradient_untransposed,
        is_dense,
        telling=square,
        fix="{kernel gradient} = {input}.T @ {upstream}",
    ),
    Explanation(
        "stale-weights",
        "{input gradient} is taken through {kernel} after it has been updated",
        through_updated,
        is_dense,
        RATES,
        fix="compute {input gradient} = {upstream} @ {kernel}.T before {kernel} is updated",
    ),
    Explanation(
        "l2-factor",
        "{kernel} itself is added to {kernel gradient}, which is no penalty that anybody takes",
        lambda pair, model, case: with_penalty(lambda case: 1.0)(pair, model, case, 1.0),
        has_kernel,
        kind="D",
        fix="{kernel gradient} without {kernel}; for a penalty, add lam * {kernel}, lam a small number",
    ),
    Explanation(
        "l2-factor",
        "{parameter} * {kernel} is added to {kernel gradient}, as for a penalty of half that",
        with_penalty(lambda case: 1.0),
        has_kernel,
        PENALTIES,
        fix=AGREES,
    ),
    Explanation(
        "l2-factor",
        "{parameter} / N * {kernel} is added to {kernel gradient}, N the batch size",
        with_penalty(lambda case: 1 / len(case.x)),
        has_kernel,
        PENALTIES,
        fix=AGREES,
    ),
    Explanation("weight-layout", "everything is right for {kernel}.T", stored_transposed, is_dense, telling=square),
    Explanation("derivative-omitted", "the derivative of the layer's activation is missing", backwards_from(without_derivative), is_dense),
    Explanation(
        "upstream-ignored",
        "what comes back through the layer's activation is taken for ones",
        backwards_from(ones),
        is_dense,
        fix="multiply by {upstream} and the activation's derivative, where the bias was added as well",
    ),
    Explanation(
        "relu-mask-wrong",
        "the mask of relu is taken of {upstream}, not of what goes into it",
        backwards_from(masked_by_upstream),
        is_dense,
        fix="dz = {upstream} * (z > 0), z = {input} @ {kernel} + {bias}",
    ),
    Explanation(
        "derivative-of-output",
        "the activation's derivative is written for its output and is given its input",
        backwards_from(derivative_of_input),
        is_dense,
        fix="pass the activation's output to its derivative",
    ),
    Explanation(
        "derivative-of-output",
        "the activation's derivative is written for its input and is given its output",
        backwards_from(derivative_at_output),
        is_dense,
        fix="pass the activation's input to its derivative",
    ),
    Explanation(
        "upstream-ignored", "{upstream} is taken for ones", without_upstream, lambda pair: pair.kind == "layer" and pair.differentiable
    ),
]
