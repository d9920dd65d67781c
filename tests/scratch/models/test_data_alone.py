"""What data becomes before it is cut into batches, and how many of them there are: one thing at a time."""

from __future__ import annotations

import array_api_strict
import numpy as np
import pytest

from scratch import config
from scratch.arrays import largest
from scratch.models.batches import as_inputs, as_parts
from scratch.models.epoch_iterator import EpochIterator
from scratch.models.flat_arrays import FlatArrays

pytestmark = pytest.mark.plain


def test_floats_become_the_default_type():
    assert as_inputs(np.ones(2)).dtype == np.float32


def test_whole_numbers_stay():
    assert as_inputs(np.array([1, 2], dtype="int16")).dtype == np.int16


def test_arrays_of_another_library_stay_there():
    assert type(as_inputs(array_api_strict.ones(2))) is type(array_api_strict.ones(2))


def test_arrays_of_numpy_go_to_the_library_that_was_chosen():
    config.set_array_namespace(array_api_strict)
    try:
        assert type(as_inputs(np.ones(2))) is type(array_api_strict.ones(2))
    finally:
        config.set_array_namespace(np)


def test_one_sample_is_enough_and_none_is_not():
    assert as_parts("fit", np.ones((1, 2)), np.ones((1, 1)))[0].shape == (1, 2)
    with pytest.raises(ValueError, match=r"^fit: expected x, y and sample_weight of one length above 0, got \[0, 0\]"):
        as_parts("fit", np.ones((0, 2)), np.ones((0, 1)))


def test_batches_of_so_many_steps_hold_all_samples():
    assert EpochIterator("fit", [np.zeros(7)], steps=3).batch_size == 3


def test_the_largest_of_another_library():
    assert float(largest(array_api_strict.asarray([[1.0, 3.0, 2.0]]))[0, 0]) == 3


def test_views_of_another_library_share_memory_with_the_whole():
    arrays = FlatArrays([array_api_strict.ones((2, 2)), array_api_strict.zeros(3)])
    arrays.flat[0] = 5
    assert float(arrays.views[0][0, 0]) == 5
