"""Mistakes with a bias and its gradient, in whatever adds one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.dense import at_logits, has_bias, is_dense
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


def bias_gradient(of: Callable[[np.ndarray], np.ndarray]) -> Callable[[Pair, Model, Case], Outcome]:
    """The gradient of the bias made of dL/dz in another way."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        return {**model(case), "gradient of bias": np.asarray(of(at_logits(pair, model, case)), dtype=case.dtype)}

    return predict


def bias_times(factor: int) -> Callable[[Pair, Model, Case], Outcome]:
    """The bias with another factor, its gradient as it should be."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found = model(case.with_inputs(bias=case.inputs["bias"] * np.asarray(factor, dtype=case.dtype)))
        return found if "gradient of bias" not in found else {**found, "gradient of bias": model(case)["gradient of bias"]}

    return predict


def all_of(dz: np.ndarray) -> np.ndarray:
    return np.full(dz.shape[-1], dz.sum())


def mean_of(dz: np.ndarray) -> np.ndarray:
    """Over all samples and places."""
    return dz.reshape(-1, dz.shape[-1]).mean(axis=0)


def mean_of_batch(dz: np.ndarray) -> np.ndarray:
    """Over the samples; places are summed."""
    return dz.reshape(len(dz), -1, dz.shape[-1]).sum(axis=1).mean(axis=0)


def last_of(dz: np.ndarray) -> np.ndarray:
    """Of the last sample."""
    return dz[-1]


EXPLANATIONS = [
    Explanation(
        "bias-gradient-all-axes", "{bias gradient} is the sum over all axes, the same for every unit", bias_gradient(all_of), has_bias
    ),
    Explanation("bias-gradient-all-axes", "{bias gradient} is one number, the sum over all axes", bias_gradient(np.sum), has_bias),
    Explanation(
        "bias-gradient-all-axes",
        "{bias gradient} is one number, the sum over all axes",
        bias_gradient(lambda dz: dz.sum(keepdims=True).reshape(1)),
        has_bias,
    ),
    Explanation("bias-gradient-mean", "{bias gradient} is the mean over the batch", bias_gradient(mean_of_batch), has_bias),
    Explanation("bias-gradient-mean", "{bias gradient} is the mean over all places", bias_gradient(mean_of), has_bias),
    *(
        Explanation("bias-gradient-not-summed", "{bias gradient} has a row for every sample", bias_gradient(of), has_bias)
        for of in (lambda dz: dz, lambda dz: dz if len(dz) > 1 else dz[0])  # a column of one sample has the shape of the bias
    ),
    Explanation(
        "bias-gradient-not-summed",
        "{bias gradient} is summed over the units, a number for every sample",
        bias_gradient(lambda dz: dz.sum(axis=1)),
        is_dense,
    ),
    Explanation(
        "not-accumulated",
        "{bias gradient} is that of the last sample alone",
        bias_gradient(last_of),
        is_dense,
        fix="{bias gradient} += ... for every sample",
    ),
    Explanation("bias-omitted", "{bias} is not added", bias_times(0), has_bias, fix="{output} = {input} @ {kernel} + {bias}"),
    Explanation("sign-flipped", "{bias} is subtracted", bias_times(-1), has_bias, fix="{output} = {input} @ {kernel} + {bias}"),
]
