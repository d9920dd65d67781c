"""What belongs to a sample, in the form that loss and metric want."""

from __future__ import annotations

import numpy as np

from comparisons.errors import InputError

FORMS = ("labels", "one-hot", "binary", "values")


def as_targets(y: np.ndarray, form: str, *, outputs: int, dtype: str) -> np.ndarray:
    """Targets for a network with that many outputs.

    Args:
        y: (N,) classes as whole numbers, or values.
        form: one of `FORMS`.
        outputs: width of the last layer.
        dtype: of everything but labels.

    Shapes:
        labels   (N,) int32
        one-hot  (N, outputs), 1 at the class
        binary   (N, 1), 0 or 1
        values   (N, 1)
    """
    if form == "labels":
        return y.astype("int32")
    return np.eye(outputs, dtype=dtype)[y] if form == "one-hot" else y.astype(dtype)[:, None]


def check_targets(y: np.ndarray, form: str, *, outputs: int) -> None:
    """Raise InputError unless `as_targets` can use them: classes that the network has outputs for, or values."""
    classes = {"labels": outputs, "one-hot": outputs, "binary": 2}.get(form)
    if classes is not None and (y.dtype.kind not in "iu" or y.max() >= classes):
        raise InputError(f"data: expected classes 0 to {classes - 1} (the network's outputs), got {y.max()}; choose another model or data.")
