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

    Raises:
        InputError: a class that the network has no output for.
    """
    classes = {"labels": outputs, "one-hot": outputs, "binary": 2}.get(form)
    if classes is None:
        return y.astype(dtype)[:, None]
    if y.dtype.kind not in "iu" or y.max() >= classes:
        raise InputError(f"data: expected classes 0 to {classes - 1} (the network's outputs), got {y.max()}; choose another model or data.")
    if form == "labels":
        return y.astype("int32")
    return np.eye(outputs, dtype=dtype)[y] if form == "one-hot" else y.astype(dtype)[:, None]
