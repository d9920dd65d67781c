"""Weights that are cut into pieces, and gradients that are put together again."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.subjects.conventions.layers.gates import GATES, by_gates, with_two_biases
from comparisons.subjects.conventions.layers.pieces import Block, cut, joined

IN, UNITS = 2, 3
PROFILES = [
    pytest.param(part, profile.pieces, id=f"{part}-{number}")
    for part in ("SimpleRNN", *GATES)
    for number, profile in enumerate((*with_two_biases(part), *by_gates(part)))
]


def weights_of(part, pieces):
    """Keras's, each number another one."""
    gates = len(GATES.get(part, "h"))
    rows = {block.row for blocks in pieces.values() for block in blocks} - {None}
    shapes = {
        "kernel": (IN, gates * UNITS),
        "recurrent_kernel": (UNITS, gates * UNITS),
        "bias": (2, gates * UNITS) if rows else (gates * UNITS,),
    }
    return {name: 100.0 * number + np.arange(np.prod(shape)).reshape(shape) for number, (name, shape) in enumerate(shapes.items())}


@pytest.mark.parametrize(("part", "pieces"), PROFILES)
def test_what_was_cut_is_joined(part, pieces):
    """A gradient that equals the weight comes back as it went; of two biases that are added, each has the whole gradient."""
    weights = weights_of(part, pieces)
    shares = {name: max(block.share for block in blocks) for name, blocks in pieces.items()}
    outcome = {f"gradient of {name}": a / shares.get(name, 1.0) for name, a in cut(weights, pieces).items()}
    found = joined(outcome, pieces, weights)
    assert found.keys() == {f"gradient of {name}" for name in weights}
    for name, a in weights.items():
        np.testing.assert_array_equal(found[f"gradient of {name}"], a)


def test_one_gate_after_the_other_has_the_state_first():
    pieces = {"both f": (Block("recurrent_kernel", 1, 4), Block("kernel", 1, 4))}
    weights = weights_of("LSTM", pieces)
    rows = np.vstack([weights["recurrent_kernel"][:, UNITS : 2 * UNITS], weights["kernel"][:, UNITS : 2 * UNITS]])
    np.testing.assert_array_equal(cut(weights, pieces)["both f"], rows)


def test_without_the_gradients_of_all_pieces_there_is_none():
    pieces = {"bias x": (Block("bias", row=0),), "bias h": (Block("bias", row=1),)}
    weights = weights_of("GRU", pieces)
    assert joined({"output": np.ones(2), "gradient of bias x": np.ones(9)}, pieces, weights).keys() == {"output"}


def test_a_gradient_of_another_shape_is_shown_as_it_is():
    pieces = {"bias x": (Block("bias", row=0),), "bias h": (Block("bias", row=1),)}
    odd = {"gradient of bias x": np.ones(9), "gradient of bias h": np.ones((4, 9))}
    assert joined(odd, pieces, weights_of("GRU", pieces))["gradient of bias"].shape == (4, 9)
