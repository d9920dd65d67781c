"""How a program lays out samples, targets and weights, and the way there and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

TARGET_FORMS = ("one-hot", "labels", "one-hot columns", "labels in a row", "labels in a column", "list of pairs")


@dataclass(frozen=True)
class Layout:
    """One way to lay things out.

    Args:
        columns: samples are columns.
        turned: which weights are stored transposed, in Keras's order.
        bias: shape of a bias of n units: `'vector'` (n,), `'row'` (1, n), `'column'` (n, 1).
        targets: one of `TARGET_FORMS`.
        classes: number of outputs.
    """

    columns: bool
    turned: tuple[bool, ...]
    bias: str
    targets: str
    classes: int

    def weights_out(self, weights: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Keras's weights as the program stores them."""
        return [self._bias_out(w) if w.ndim == 1 else w.T if turned else w for w, turned in zip(weights, self.turned, strict=True)]

    def weights_in(self, arrays: Sequence[np.ndarray], shapes: Sequence[tuple[int, ...]]) -> list[np.ndarray]:
        """The program's arrays as Keras stores them; where an update broadcasts a smaller one, so does this.

        What does not fit at all comes back as NaN: it is wrong in every element.
        """
        return [_fitted(array, turned, shape) for array, turned, shape in zip(arrays, self.turned, shapes, strict=True)]

    def x_out(self, x: np.ndarray) -> np.ndarray:
        """Samples as the program takes them."""
        flat = x.reshape(len(x), -1) if x.ndim > 2 and self.columns else x
        return flat.T if self.columns else flat

    def y_out(self, y: np.ndarray) -> np.ndarray:
        """Targets as the program takes them."""
        labels = y if y.ndim == 1 else y.argmax(axis=1) if y.shape[1] > 1 else None
        if labels is None:  # one number a sample
            return {"labels": y.ravel(), "labels in a row": y.T, "one-hot columns": y.T}.get(self.targets, y)
        if self.targets.startswith("labels"):
            return labels[None, :] if "row" in self.targets else labels[:, None] if "column" in self.targets else labels
        one_hot = np.eye(self.classes)[labels]
        return one_hot.T if self.targets == "one-hot columns" else one_hot

    def pairs_out(self, x: np.ndarray, y: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """A list of (sample, target), each a column."""
        flat = x.reshape(len(x), -1)
        targets = np.eye(self.classes)[y] if y.ndim == 1 else y
        return [(sample[:, None], target[:, None]) for sample, target in zip(flat, targets, strict=True)]

    def in_words(self) -> dict[str, Any]:
        """For a result."""
        return {
            "samples": "columns" if self.columns else "rows",
            "targets": self.targets,
            "weights": "transposed" if any(self.turned) else "as Keras stores them",
        }

    def _bias_out(self, bias: np.ndarray) -> np.ndarray:
        return {"vector": bias, "row": bias[None, :], "column": bias[:, None]}[self.bias]


def _fitted(array: np.ndarray, turned: bool, shape: tuple[int, ...]) -> np.ndarray:
    array = array.T if turned and array.ndim == 2 else array
    if array.size == np.prod(shape) and array.ndim <= 2:
        return array.reshape(shape)
    try:
        return np.broadcast_to(array, shape)
    except ValueError:
        return np.full(shape, np.nan, array.dtype if array.dtype.kind == "f" else "float64")


def layouts(
    shapes: Sequence[tuple[int, ...]], stored: Sequence[tuple[int, ...]] | None, *, classes: int, forms: Sequence[str]
) -> list[Layout]:
    """All layouts to try, the most usual first.

    Args:
        shapes: of Keras's weights.
        stored: of the program's, if they are known.
        classes: number of outputs.
        forms: forms that targets may have here.
    """
    found = []
    for columns, turned in ((False, False), (True, True), (False, True), (True, False)):
        which = [turned and len(shape) == 2 for shape in shapes]
        for bias in ("column",) if columns else ("vector", "row"):
            if stored is not None:
                which, bias = _from_shapes(which, bias, shapes, stored)
            ordered = sorted(forms, key=lambda form: (form.startswith("labels in"), (form == "one-hot columns") != columns))
            found += [Layout(columns, tuple(which), bias, form, classes) for form in ordered]
    return list(dict.fromkeys(found))


def _from_shapes(
    which: list[bool], bias: str, shapes: Sequence[tuple[int, ...]], stored: Sequence[tuple[int, ...]]
) -> tuple[list[bool], str]:
    """Whatever the stored shapes leave no doubt about."""
    which = [
        turned if len(shape) != 2 or shape[0] == shape[1] else own != shape
        for turned, shape, own in zip(which, shapes, stored, strict=True)
    ]  # fmt: skip
    for shape, own in zip(shapes, stored, strict=True):
        if len(shape) == 1:
            bias = "vector" if len(own) == 1 else "row" if own[0] == 1 and (own[1] != 1 or bias != "column") else "column"
    return which, bias


def fits(own: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether an array of one shape may hold the weight of another."""
    if len(shape) == 2:
        return own in (shape, shape[::-1])
    if len(shape) == 1:
        return own in (shape, (1, *shape), (*shape, 1))
    return own == shape
