"""What a loss gave back, as what is compared: one value or one a sample, and a gradient of the shape of the predictions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome
from comparisons.subjects.conventions.calls import UnusableResultError, as_array

if TYPE_CHECKING:
    from comparisons.subjects.conventions.loss import Loss

SAMPLES = "samples"  # a value for every sample, compared with reduction="none"
AVERAGED = "averaged"  # the same, averaged here, since the gradient is that of the mean
EACH = "each"  # a number for every output, and the gradient of each: both are averaged here, as Keras does
SCALAR = "scalar"
INTO_SIGMOID = "into sigmoid"
"""The role of z in Nielsen's `delta(z, a, y)`, (a - y) * sigmoid_prime(z): it is given 0, where a sigmoid's slope is 1/4."""
MODES = (SCALAR, SAMPLES, EACH, AVERAGED)
OF_SAMPLES = (SAMPLES, EACH)


def outcome_of(loss: Loss, found: Sequence[tuple[Any, Any]], case: Case, pieces: Sequence[Case]) -> Outcome:
    """(value, gradient) of every piece as what is compared."""
    outcome: Outcome = {}
    if loss.value is not None:
        values = [_value(loss, value, piece) for (value, _), piece in zip(found, pieces)]
        outcome["output"] = values[0] if loss.per == "array" else np.concatenate([np.atleast_1d(v) for v in values])
    if loss.slope is not None:
        gradients = [as_array(gradient, loss.slope.name) for _, gradient in found]
        whole = gradients[0] if loss.per == "array" else np.stack([g.reshape(-1) for g in gradients])
        outcome["gradient of y_pred"] = _gradient(loss, whole, case)
    return outcome


def _value(loss: Loss, value: Any, case: Case) -> np.ndarray:
    """The value, by sample or for all."""
    array, name = as_array(value, loss.value.name if loss.value else ""), loss.value.name if loss.value else ""
    batch = len(case.x) if case.x.ndim > 1 else 1
    if loss.mode == SCALAR:
        if array.size != 1:
            raise UnusableResultError(f"{name} returned an array of shape {array.shape} where one number was expected")
        return array.reshape(())
    if array.ndim == 2 and array.size == case.x.size and array.size != batch:
        array = array.T if loss.columns else array
        array = array.mean(axis=-1)
    elif loss.mode == EACH:
        raise UnusableResultError(f"{name} returned an array of shape {array.shape} where a number for each output was expected")
    if array.size != batch or (array.ndim == 0 and loss.per == "array"):
        raise UnusableResultError(
            f"{name} returned an array of shape {array.shape} where a number for each of {batch} samples was expected"
        )
    return array.reshape(batch) if loss.mode in OF_SAMPLES else np.asarray(array.mean())


def _gradient(loss: Loss, gradient: np.ndarray, case: Case) -> np.ndarray:
    """dL/dy_pred for the upstream gradient of the case."""
    gradient = gradient.T if loss.columns else gradient
    if gradient.shape != case.x.shape:
        if gradient.size != case.x.size or gradient.size == 1 < case.x.size:
            raise UnusableResultError(f"the gradient has shape {gradient.shape}, predictions have {case.x.shape}")
        gradient = gradient.reshape(case.x.shape)
    upstream = case.upstream((len(case.x),))[:, None] if loss.mode in OF_SAMPLES else case.upstream(())
    if loss.through_sigmoid:
        gradient = 4 * gradient
    if loss.mode == EACH:
        gradient = gradient / case.x.shape[-1]
    with np.errstate(invalid="ignore"):  # nothing times infinity is for the checks to judge
        return upstream * gradient
