"""Windows that are there and are not taken, or are taken with their rows for columns: convolutions and pooling."""

from __future__ import annotations

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.convolution import has_windows, is_conv_2d
from comparisons.diagnosis.upstream import redirected
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


def without_the_last(pair: Pair, model: Model, case: Case) -> Outcome:
    """One window less in every direction; where no upstream gradient comes from, none goes back."""
    if case.settings.get("data_format") == "channels_first":
        raise ValueError("written for channels last")
    whole = model(case)["output"]
    inside = (slice(None), *(slice(n - 1) for n in whole.shape[1:-1]), slice(None))

    def widened(dy: np.ndarray) -> np.ndarray:
        made = np.zeros_like(dy)
        made[inside] = case.upstream(whole[inside].shape)
        return made

    return {**model(redirected(case, widened)), "output": whole[inside]}


def window_transposed(pair: Pair, model: Model, case: Case) -> Outcome:
    """Of a kernel as high as wide, what belongs to row i and column j goes to row j and column i."""
    kernel = case.inputs["kernel"]
    if kernel.shape[0] != kernel.shape[1]:
        raise ValueError("written for kernels as high as wide")
    found = model(case.with_inputs(kernel=np.swapaxes(kernel, 0, 1).copy()))
    return {**found, "gradient of kernel": np.swapaxes(found["gradient of kernel"], 0, 1)}


EXPLANATIONS = [
    Explanation("window-left-out", "the last window of every row and column is left out", without_the_last, has_windows, combines=False),
    Explanation(
        "missing-transpose",
        "the window is transposed against {kernel}: its rows are multiplied by columns",
        window_transposed,
        is_conv_2d,
        fix="multiply {input}[:, i:i + rows, j:j + columns] by {kernel} as both are",
    ),
]
