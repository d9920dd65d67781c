"""Embedding."""

from __future__ import annotations

from typing import Any

import numpy as np

from scratch.arrays import reshaped, rows_of, to_numpy
from scratch.differentiable import Array, namespace
from scratch.layers.arguments import positive
from scratch.layers.layer import Layer, Shape


class Embedding(Layer):
    """y = embeddings[x]: each whole number becomes a row of a table.

    Args:
        input_dim: number of rows, the largest index + 1.
        output_dim: width of a row.
        embeddings_initializer: initial values, uniform in [-0.05, 0.05] unless given.
        mask_zero: True takes 0 for padding: a mask begins here that is False there. The row 0 is still looked up.
        weights: the initial table itself, (input_dim, output_dim).

    Shapes:
        x           (batch, ...)              whole numbers in [0, input_dim); floats are cut to whole numbers
        embeddings  (input_dim, output_dim)
        y           (batch, ..., output_dim)

    Raises:
        ValueError: an index outside [0, input_dim).

    Source: `keras.layers.Embedding`, without its regularizers and constraints. On the CPU TensorFlow raises
    InvalidArgumentError from input_dim on, as here, but Keras counts indices from -input_dim to -1 from the end of the
    table; here they are refused too.
    """

    casts_input = False

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        embeddings_initializer: object = "uniform",
        embeddings_regularizer: None = None,
        embeddings_constraint: None = None,
        mask_zero: bool = False,
        weights: Any = None,
        **settings: Any,
    ) -> None:
        settings.pop("input_length", None)  # of Keras 2, which Keras 3 drops too
        super().__init__(embeddings_regularizer=embeddings_regularizer, embeddings_constraint=embeddings_constraint, **settings)
        self.input_dim = positive("Embedding", "input_dim", input_dim)
        self.output_dim = positive("Embedding", "output_dim", output_dim)
        self.embeddings_initializer = embeddings_initializer
        self.mask_zero = self.makes_mask = self.supports_masking = mask_zero
        if weights is not None:
            self.ensure_built((None,))
            self.set_weights(list(weights) if isinstance(weights, (list, tuple)) and len(weights) == 1 else [weights])

    def build(self, input_shape: Shape) -> None:
        self.add_weight("embeddings", (self.input_dim, self.output_dim), self.embeddings_initializer)

    def call(self, x: Array, training: bool) -> tuple[Array, Array]:
        xp = namespace(x)
        if x.size and not (xp.min(x) > -1 and xp.max(x) < self.input_dim):
            raise ValueError(f"Embedding: expected indices from 0 to {self.input_dim - 1} (input_dim - 1), got {xp.min(x)} to {xp.max(x)}.")
        rows = xp.astype(x, xp.int64)
        return reshaped(xp.take(self.params["embeddings"], reshaped(rows, (-1,)), axis=0), (*rows.shape, self.output_dim)), rows

    def vjp(self, dy: Array, cache: Array, input_gradient: bool) -> tuple[None, dict[str, Array]]:
        """dembeddings[i] = sum of dy over all places where x is i; x has no gradient, being whole numbers."""
        sums = _sums_by_index(to_numpy(cache).reshape(-1), to_numpy(rows_of(dy)), self.input_dim)
        return None, {"embeddings": namespace(dy).asarray(sums)}

    def compute_mask(self, x: Array, mask: Array | None = None) -> Array | None:
        return x != 0 if self.mask_zero else super().compute_mask(x, mask)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape, self.output_dim)


def _sums_by_index(index: Array, values: Array, count: int) -> Array:
    """What `numpy.add.at(zeros, index, values)` gives, several times faster: sorted first, then summed run by run."""
    total = np.zeros((count, values.shape[1]), dtype=values.dtype)
    if index.size:
        order = np.argsort(index, kind="stable")
        sorted_index = index[order]
        starts = np.flatnonzero(np.diff(sorted_index, prepend=-1))
        wide = "float32" if values.dtype == "float16" else None
        total[sorted_index[starts]] = np.add.reduceat(values[order], starts, axis=0, dtype=wide)
    return total
