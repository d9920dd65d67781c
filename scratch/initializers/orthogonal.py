"""Orthogonal matrices."""

from __future__ import annotations

import numpy as np

from scratch.initializers.initializer import RandomInitializer


class Orthogonal(RandomInitializer):
    """A random matrix with orthonormal columns, or rows if there are fewer of them, times `gain`.

    Further axes count as rows: (*window, in, out) is a matrix of window * in rows and out columns.

    Args:
        gain: factor.
        seed: see `RandomInitializer`.

    Raises:
        ValueError: the shape asked for has fewer than two axes.

    Source: Saxe et al. 2014; `keras.initializers.Orthogonal`: the Q of a QR decomposition of standard normal values,
    with signs that make the diagonal of R positive, which makes all rotations equally likely.
    """

    def __init__(self, gain: float = 1.0, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(seed)
        self.gain = gain

    def draw(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        if len(shape) < 2:
            raise ValueError(f"Orthogonal: expected a shape of at least two axes, got {shape}.")
        rows, columns = int(np.prod(shape[:-1])), shape[-1]
        q, r = np.linalg.qr(generator.standard_normal((max(rows, columns), min(rows, columns))))
        q = q * np.sign(np.diagonal(r))
        return self.gain * (q.T if rows < columns else q).reshape(shape)
