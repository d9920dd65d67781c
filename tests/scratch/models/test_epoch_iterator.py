"""Epochs of a few numbers, batch by batch. That they are Keras's is shown through `fit`, in test_epochs_like_keras.py."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from scratch.models.epoch_iterator import EpochIterator

SEVEN = np.arange(7)


def epoch(data, most=None):
    """The batches of the next epoch, or the first ones of them."""
    return [batch.tolist() for _, (batch, _) in islice(data, most)]


@pytest.mark.parametrize(
    ("settings", "epochs"),
    [
        ({"batch_size": 3}, [[[0, 1, 2], [3, 4, 5], [6]]] * 2),
        ({"steps": 2}, [[[0, 1, 2, 3], [4, 5, 6]]] * 2),
        ({"batch_size": 3, "steps": 1}, [[[0, 1, 2]], [[3, 4, 5]], [[6]], [[0, 1, 2]]]),
        ({"batch_size": 1, "steps": 1}, [[[0]], [[1]]]),
    ],
)
def test_epochs(settings, epochs):
    data = EpochIterator("fit", [SEVEN, None], **settings)
    assert [epoch(data) for _ in epochs] == epochs


def test_epoch_that_was_broken_off():
    """Without `steps` the next begins with the first sample; with `steps` it goes on, unless told to `reset`."""
    whole = EpochIterator("fit", [SEVEN, None], 4)
    assert [epoch(whole, 1), epoch(whole)] == [[[0, 1, 2, 3]], [[0, 1, 2, 3], [4, 5, 6]]]
    data = EpochIterator("fit", [SEVEN, None], 2, steps=2)
    first = epoch(data)
    data.reset()
    assert [first, epoch(data), epoch(data)] == [[[0, 1], [2, 3]], [[0, 1], [2, 3]], [[4, 5], [6]]]
