"""Weights that are kept in other pieces than Keras's: a kernel for every gate, one for the state and x together, a second bias."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from comparisons.pairs.pair import Outcome


@dataclass(frozen=True)
class Block:
    """A part of one of Keras's weights.

    Args:
        weight: which.
        number, count: the how manieth of how many equal parts along the last axis.
        row: one row of that part; None for the whole.
        share: what it is multiplied by: of two biases that are added each has one half.
    """

    weight: str
    number: int = 0
    count: int = 1
    row: int | None = None
    share: float = 1.0

    def of(self, a: np.ndarray) -> np.ndarray:
        """A view of it in the weight."""
        part = np.split(a, self.count, axis=-1)[self.number]
        return part if self.row is None else part[self.row]


Pieces = Mapping[str, tuple[Block, ...]]
"""By the name of a piece, the blocks that are stacked in it along its first axis."""


def cut(arrays: Mapping[str, np.ndarray], pieces: Pieces) -> dict[str, np.ndarray]:
    """The pieces in place of the weights that they are made of; those of weights that are not there are left out."""
    whole = {name: a for name, a in arrays.items() if name not in _weights(pieces)}
    made = {name: blocks for name, blocks in pieces.items() if all(block.weight in arrays for block in blocks)}
    return whole | {
        name: np.concatenate([block.share * block.of(arrays[block.weight]) for block in blocks]) for name, blocks in made.items()
    }


def joined(outcome: Outcome, pieces: Pieces, arrays: Mapping[str, np.ndarray]) -> Outcome:
    """Gradients of Keras's weights in place of those of the pieces; of a weight only if there are those of all its pieces.

    Args:
        outcome: what was computed, by the names of the pieces.
        pieces: how the weights are kept.
        arrays: Keras's weights.
    """
    found = {what: a for what, a in outcome.items() if what.removeprefix("gradient of ") not in pieces}
    for weight in _weights(pieces) & arrays.keys():
        places = list(_places(weight, pieces, arrays))
        if all(f"gradient of {name}" in outcome for name, _, _ in places):
            parts = [(block, outcome[f"gradient of {name}"], rows) for name, block, rows in places]
            found[f"gradient of {weight}"] = _assembled(arrays[weight], parts)
    return found


def _weights(pieces: Pieces) -> set[str]:
    return {block.weight for blocks in pieces.values() for block in blocks}


def _places(weight: str, pieces: Pieces, arrays: Mapping[str, np.ndarray]) -> Iterator[tuple[str, Block, slice]]:
    """(piece, block, its rows in the piece) for all blocks of a weight."""
    for name, blocks in pieces.items():
        start = 0
        for block in blocks:
            stop = start + len(block.of(arrays[block.weight]))
            if block.weight == weight:
                yield name, block, slice(start, stop)
            start = stop


def _assembled(weight: np.ndarray, parts: list[tuple[Block, np.ndarray, slice]]) -> np.ndarray:
    """The gradient of a weight; that of a piece as it is, if it has a shape that does not fit."""
    whole = np.zeros(weight.shape, dtype=np.result_type(*(gradient for _, gradient, _ in parts)))
    for block, gradient, rows in parts:
        if gradient[rows].shape != block.of(whole).shape:
            return gradient
        block.of(whole)[...] += block.share * gradient[rows]
    return whole
