"""Arrays of NumPy and of other libraries: how they become one another, and what both have to get right."""

from __future__ import annotations

import numpy as np
import pytest

import scratch
from scratch.arrays import aligned_zeros_like, to_numpy
from tests.scratch.other_arrays import foreign

GENERATOR = np.random.default_rng(0)


ROWS = GENERATOR.standard_normal((4, 6))


@pytest.fixture(autouse=True)
def _doubles():
    with scratch.config.default_float("float64"):
        yield


@pytest.mark.parametrize("given", [foreign, np.asarray], ids=["another library", "NumPy"])
def test_large_logits_neither_overflow_nor_vanish(given):
    """What is taken off before `exp` is the largest of a row, so that no power is above 1 and one of them is 1."""
    logits = given(np.array([[1000.0, 999.0, -1000.0], [-1000.0, -1001.0, -1002.0]]))
    found = to_numpy(scratch.activations.softmax(logits))
    powers = np.exp([[0.0, -1.0, -np.inf], [0.0, -1.0, -2.0]])
    np.testing.assert_allclose(found, powers / powers.sum(axis=1, keepdims=True), rtol=1e-12)
    values = to_numpy(scratch.losses.sparse_categorical_crossentropy(given(np.array([0, 2])), logits, from_logits=True))
    np.testing.assert_allclose(values, -np.log([found[0, 0], found[1, 2]]), rtol=1e-12)


@pytest.mark.parametrize("given", [foreign, np.asarray], ids=["another library", "NumPy"])
@pytest.mark.parametrize("from_logits", [True, False])
def test_losses_of_every_step_are_those_of_the_steps_alone(given, from_logits):
    """Classes are on the last axis, however many there are before it."""
    logits, labels = GENERATOR.uniform(0.1, 0.9, (2, 5, 3)), GENERATOR.integers(0, 3, (2, 5))
    loss = scratch.losses.sparse_categorical_crossentropy
    together = to_numpy(loss(given(labels), given(logits), from_logits=from_logits))
    alone = [[loss(labels[i, [t]], logits[i, [t]], from_logits=from_logits)[0] for t in range(5)] for i in range(2)]
    np.testing.assert_allclose(together, alone, rtol=1e-12)


@pytest.mark.parametrize("values", [[1.5, 2.0], ((1, 2), (3, 4)), 3.0, np.float32(3)], ids=repr)
def test_lists_and_numbers_become_numpy_arrays(values):
    found = to_numpy(values)
    assert type(found) is np.ndarray
    assert found.tolist() == np.array(values).tolist()


def test_numpy_arrays_are_not_copied():
    assert to_numpy(ROWS) is ROWS


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int8"])
def test_zeros_begin_at_a_cache_line(dtype):
    """Wherever NumPy's memory begins: some of many small arrays, and a large one, begin elsewhere."""
    arrays = [aligned_zeros_like(np.ones((rows, 3), dtype)) for rows in (*range(20), 100_000)]
    assert [array.shape for array in arrays] == [(rows, 3) for rows in (*range(20), 100_000)]
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}
    assert not any(array.any() for array in arrays)
    assert {array.ctypes.data % 64 for array in arrays if array.size} == {0}


def test_library_that_does_not_follow_the_standard_is_refused():
    import math

    with pytest.raises(ValueError, match="expected a module that follows the array API standard"):
        scratch.config.set_array_namespace(math)
    assert scratch.config.array_namespace() is np
