"""The bias of a convolution, added inside a sum over the window."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.convolution import is_convolution
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


def bias_in_the_sum(pair: Pair, model: Model, case: Case) -> Outcome:
    """The bias once for every entry of the window."""
    times = np.prod(case.inputs["kernel"].shape[:-1])
    found = model(case.with_inputs(bias=case.inputs["bias"] * np.asarray(times, dtype=case.dtype)))
    return {**found, "gradient of bias": found["gradient of bias"] * np.asarray(times, dtype=case.dtype)}


def bias_added(count: Callable[[tuple[int, ...]], int]) -> Callable[[Pair, Model, Case], Outcome]:
    """The bias several times, by the kernel's shape."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        times = np.asarray(count(case.inputs["kernel"].shape), dtype=case.dtype)
        return model(case.with_inputs(bias=case.inputs["bias"] * times))

    return predict


EXPLANATIONS = [
    Explanation("conv-bias-multiplied", "the bias is added once for every entry of the window", bias_in_the_sum, is_convolution),
    *(
        Explanation("conv-bias-multiplied", f"the bias is added once for every {what}", bias_added(count), is_convolution)
        for what, count in (("channel", lambda shape: shape[-2]), ("place of the window", lambda shape: int(np.prod(shape[:-2]))))
    ),
]
